// Links as GitHub understands them, made into links of the site.
//
// 1. A link to a page of docs/ stays one.
// 2. A link to any other file of the repository becomes a link to that file where the repository is published.
// 3. A link to nothing is a problem. It becomes a link of the second kind, so that the build goes on and names all of them.
//
// Anchors of pages are checked when all pages are built; those of other documents here, because they are no pages.
import fs from 'node:fs'
import path from 'node:path'
import { DOCS, ROOT, repositoryAddress } from './repository.js'

const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i

export class RepositoryLinks {
  /** For each page its problems: a page can be rendered more than once. */
  #problems = new Map()
  /** For each page how many links it has, other sites' left out. */
  #counts = new Map()

  /** To be given to VitePress as `markdown.config`. */
  install(markdown) {
    markdown.core.ruler.push('repository_links', (state) => {
      const page = state.env.realPath ?? state.env.path
      if (page) {
        this.#rewrite(markdown, page, state.tokens)
      }
    })
  }

  get problems() {
    return [...this.#problems.values()].flat()
  }

  get count() {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }

  #rewrite(markdown, page, tokens) {
    const problems = []
    let count = 0
    for (const token of tokens.flatMap((block) => block.children ?? [])) {
      const attribute = { link_open: 'href', image: 'src' }[token.type]
      const target = attribute && token.attrGet(attribute)
      // The generator gives each heading a link to itself, which nobody wrote.
      if (!target || ELSEWHERE.test(target) || token.attrGet('class') === 'header-anchor') {
        continue
      }
      count++
      if (target.startsWith('#')) {
        continue
      }
      const found = resolve(page, target)
      if (found.isPage || (token.type === 'image' && found.exists)) {
        token.attrSet(attribute, found.target)
        continue
      }
      const problem = found.exists ? anchorProblem(markdown, found) : 'there is no such file'
      if (problem) {
        problems.push(`${path.relative(ROOT, page)}: ${target}: ${problem}`)
      }
      token.attrSet(attribute, repositoryAddress(found.file, found.isFolder) + found.anchor)
    }
    this.#problems.set(page, problems)
    this.#counts.set(page, count)
  }
}

function resolve(page, target) {
  const [, name, anchor] = target.match(/^([^#]*)(#.*)?$/)
  const file = path.resolve(path.dirname(page), decodeURI(name))
  const isInside = file.startsWith(ROOT + path.sep)
  const exists = isInside && fs.existsSync(file)
  const isFolder = exists && fs.statSync(file).isDirectory()
  const isPage = exists && file.startsWith(DOCS + path.sep) && file.endsWith('.md')
  // docs/README.md is the first page of the site.
  const site = file === path.join(DOCS, 'README.md') ? name.replace(/README\.md$/, 'index.md') : name
  return { file, exists, isFolder, isPage, anchor: anchor ?? '', target: site + (anchor ?? '') }
}

function anchorProblem(markdown, { file, anchor }) {
  if (!anchor) {
    return undefined
  }
  if (!file.endsWith('.md')) {
    return 'only documents have anchors'
  }
  const anchors = markdown
    .parse(fs.readFileSync(file, 'utf8'), {})
    .filter((token) => token.type === 'heading_open')
    .map((token) => '#' + token.attrGet('id'))
  return anchors.includes(decodeURI(anchor)) ? undefined : 'the document has no such heading'
}
