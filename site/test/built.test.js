// The site of this repository, as `npm run build` left it.
import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { BuiltSite } from '../built-site.js'
import { DOCS } from '../repository.js'
import { sidebar } from '../sidebar.js'

const folder = fileURLToPath(new URL('../target/site', import.meta.url))
const site = new BuiltSite(folder)
const documents = fs
  .readdirSync(DOCS, { recursive: true })
  .filter((file) => file.endsWith('.md'))
  .map((file) => file.replaceAll(path.sep, '/'))

describe('the site', () => {
  test('has a page for each document', () => {
    const expected = documents.map((file) => file.replace(/^README\.md$/, 'index.md').replace(/\.md$/, '.html'))
    assert.ok(expected.length > 20)
    assert.deepEqual(site.pages.sort(), expected.sort())
  })

  test('shows six groups, and each document in one of them', () => {
    const groups = sidebar()
    assert.equal(groups.length, 6)
    const listed = groups.flatMap((group) => group.items.map((item) => item.link.slice(1) + '.md'))
    assert.deepEqual(listed.sort(), documents.filter((file) => file !== 'README.md').sort())
  })

  test('can be searched for each document', () => {
    const assets = path.join(folder, 'assets', 'chunks')
    const file = fs.readdirSync(assets).find((name) => name.startsWith('@localSearchIndex'))
    const index = fs.readFileSync(path.join(assets, file), 'utf8')
    for (const page of site.pages) {
      const address = '/' + page.replace(/index\.html$/, '')
      assert.ok(index.includes(`${address}#`), `${page} is not in the index of the search`)
    }
  })

  for (const page of site.pages) {
    test(`has no link in ${page} that leads nowhere`, () => {
      assert.deepEqual(site.problemsOf(page), [])
    })
  }
})
