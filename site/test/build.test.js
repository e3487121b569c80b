// The build, on a small repository: it passes when all links lead somewhere, and names all that do not.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const SITE = fileURLToPath(new URL('..', import.meta.url))
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
const SOUND = {
  'SECURITY.md': '# Security\n\n## Keys\n',
  'core/Session.java': 'class Session {}\n',
  'docs/README.md': '# All\n\n## Guide\n\n- [Sign-in](guide/sign-in.md), [words](words.md)\n',
  'docs/words.md': "# Words\n\n## What `HttpSession` isn't: a cart\n\n[All](README.md)\n",
  'docs/images/one.svg': PICTURE,
  'docs/guide/sign-in.md': `# Sign-in

## Step by step

[here](#step-by-step), [all](../README.md#guide), [words](../words.md#what-httpsession-isnt-a-cart),
[keys](../../SECURITY.md#keys), [source](../../core/Session.java), [folder](../../core)

![a picture](../images/one.svg)
`,
}

let folder

function build(files) {
  const root = fs.mkdtempSync(path.join(folder, 'repository-'))
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    fs.writeFileSync(path.join(root, name), text)
  }
  const site = path.join(root, 'site')
  fs.mkdirSync(site)
  fs.symlinkSync(path.join(SITE, 'node_modules'), path.join(site, 'node_modules'))
  for (const name of ['package.json', 'repository.js', 'sidebar.js', 'links.js', 'built-site.js', '.vitepress/config.js']) {
    fs.cpSync(path.join(SITE, name), path.join(site, name))
  }
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: site, encoding: 'utf8' })
  return { status, output: stdout + stderr, page: (name) => fs.readFileSync(path.join(site, 'target/site', name), 'utf8') }
}

describe('the build', () => {
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'peruser-site-'))
  })

  after(() => fs.rmSync(folder, { recursive: true }))

  test('passes when all links lead somewhere, and sends those out of docs to the published repository', () => {
    const { status, output, page } = build(SOUND)
    assert.equal(status, 0, output)
    assert.match(output, /3 pages; checked: 10 links of the documents,/)
    const html = page('guide/sign-in.html')
    assert.match(html, /href="https:\/\/github\.com\/peruser\/peruser\/blob\/main\/SECURITY\.md#keys"/)
    assert.match(html, /href="https:\/\/github\.com\/peruser\/peruser\/blob\/main\/core\/Session\.java"/)
    assert.match(html, /href="https:\/\/github\.com\/peruser\/peruser\/tree\/main\/core"/)
  })

  const broken = {
    'a place in the same page': '[a](#nowhere)',
    'a place in another page': '[b](../words.md#nowhere)',
    'a page that is not there': '[c](../nowhere.md)',
    'a file that is not there': '[d](../../core/Nowhere.java)',
    'a heading that a document does not have': '[e](../../SECURITY.md#nowhere)',
    'a line of a source file': '[f](../../core/Session.java#L1)',
    'a file outside of the repository': '[g](../../../nowhere.txt)',
    'a picture that is not there': '![h](../images/nowhere.svg)',
    'a place that only HTML names': '<a href="#nowhere-in-html">i</a>',
  }

  test('fails, and names each link that leads nowhere', () => {
    const page = SOUND['docs/guide/sign-in.md'] + '\n' + Object.values(broken).join('\n\n') + '\n'
    const { status, output } = build({ ...SOUND, 'docs/guide/sign-in.md': page })
    assert.notEqual(status, 0, output)
    for (const [what, link] of Object.entries(broken)) {
      const target = link.match(/[("]([^()"]+)[)"]/)[1]
      const names = [target, target.replace('.md', '.html')]
      const line = output.split('\n').find((text) => text.includes('sign-in.') && names.some((name) => text.includes(name)))
      assert.ok(line, `${what} is not named in:\n${output}`)
    }
  })

  test('fails for one anchor alone', () => {
    const page = SOUND['docs/guide/sign-in.md'] + '\n' + broken['a place in another page'] + '\n'
    const { status, output } = build({ ...SOUND, 'docs/guide/sign-in.md': page })
    assert.notEqual(status, 0, output)
    assert.match(output, /Links that lead nowhere/)
  })
})
