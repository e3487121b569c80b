// The site as it was built: what a browser gets, without the generator's opinion of it.
import fs from 'node:fs'
import path from 'node:path'

const SCRIPT = /<script\b[^>]*>[\s\S]*?<\/script>/g
const TAG = /<[a-z][a-z0-9-]*\s[^>]*>/g
const ATTRIBUTE = /\s(id|href|src)="([^"]*)"/g
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i

export class BuiltSite {
  #folder
  #base
  #pages = new Map()

  /** @param base the path under which the site is published, with a slash at both ends */
  constructor(folder, base = '/') {
    this.#folder = folder
    this.#base = base
    for (const file of fs.readdirSync(folder, { recursive: true })) {
      if (file.endsWith('.html')) {
        this.#pages.set(path.join(folder, file), read(path.join(folder, file)))
      }
    }
  }

  /** The pages' names, without the one that says that there is no such page. */
  get pages() {
    return [...this.#pages.keys()].map((file) => path.relative(this.#folder, file)).filter((name) => name !== '404.html')
  }

  /** How many links within the site there are: to pages, to places in them, to pictures, styles and scripts. */
  get linkCount() {
    return [...this.#pages.values()].reduce((sum, page) => sum + page.links.length, 0)
  }

  /** What is wrong with the links of a page, one text for each. */
  problemsOf(name) {
    const file = path.join(this.#folder, name)
    return this.#pages.get(file).links.flatMap((link) => {
      const problem = this.#problem(file, link)
      return problem ? [`${name}: ${link}: ${problem}`] : []
    })
  }

  get problems() {
    return this.pages.flatMap((name) => this.problemsOf(name))
  }

  #problem(file, link) {
    const [, name, anchor] = link.match(/^([^#?]*)(?:\?[^#]*)?(?:#(.*))?$/)
    const target = this.#file(file, decodeURI(name))
    if (!target) {
      return 'there is no such file'
    }
    if (anchor && !this.#pages.get(target)?.ids.has(decodeURIComponent(anchor))) {
      return 'the page has no such anchor'
    }
    return undefined
  }

  #file(from, name) {
    if (name === '') {
      return from
    }
    if (name.startsWith('/') && !name.startsWith(this.#base)) {
      return undefined
    }
    const target = name.startsWith('/')
      ? path.join(this.#folder, name.slice(this.#base.length))
      : path.resolve(path.dirname(from), name)
    const candidates = [target, path.join(target, 'index.html')]
    return candidates.find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile())
  }
}

function read(file) {
  const ids = new Set()
  const links = []
  const html = fs.readFileSync(file, 'utf8').replace(SCRIPT, (script) => script.slice(0, script.indexOf('>') + 1))
  for (const [tag] of html.matchAll(TAG)) {
    for (const [, attribute, value] of tag.matchAll(ATTRIBUTE)) {
      const text = value.replaceAll('&amp;', '&')
      if (attribute === 'id') {
        ids.add(text)
      } else if (!ELSEWHERE.test(text)) {
        links.push(text)
      }
    }
  }
  return { ids, links }
}
