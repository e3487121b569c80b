// The sidebar: the groups and the pages that docs/README.md lists, so that there is one list.
import fs from 'node:fs'
import path from 'node:path'
import { DOCS } from './repository.js'

const GROUP = /^## (.+)$/
const PAGE = /\[([^\]]+)]\(([^)#\s]+\.md)\)/g

export function sidebar(text = fs.readFileSync(path.join(DOCS, 'README.md'), 'utf8')) {
  const groups = []
  for (const line of text.split('\n')) {
    const group = line.match(GROUP)
    if (group) {
      groups.push({ text: group[1], items: [] })
    } else {
      for (const [, name, file] of line.matchAll(PAGE)) {
        groups.at(-1)?.items.push({ text: titled(name), link: '/' + file.replace(/\.md$/, '') })
      }
    }
  }
  return groups
}

/** Links within a sentence begin in lower case, entries of a sidebar do not; code marks are left out. */
function titled(name) {
  const plain = name.replaceAll('`', '')
  return plain[0].toUpperCase() + plain.slice(1)
}
