// Where things are: in the working copy, and for readers of the site.
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's files, as readers of the site see them. */
export const ADDRESS = 'https://github.com/peruser/peruser'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
export const DOCS = path.join(ROOT, 'docs')

/** The page of a file or folder of the repository. */
export function repositoryAddress(file, isFolder = false) {
  const parts = path.relative(ROOT, file).split(path.sep).map(encodeURIComponent)
  return [ADDRESS, isFolder ? 'tree' : 'blob', 'main', ...parts].join('/')
}
