import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { slug } from 'github-slugger'
import { defineConfig } from 'vitepress'
import { BuiltSite } from '../built-site.js'
import { RepositoryLinks } from '../links.js'
import { ADDRESS, DOCS } from '../repository.js'
import { sidebar } from '../sidebar.js'

const links = new RepositoryLinks()

/** Pages become programs that import Vue. They are in docs/, the packages are here. */
const packagesOfTheSite = {
  name: 'packages-of-the-site',
  enforce: 'pre',
  resolveId(id, importer, options) {
    const isWanted = importer?.startsWith(DOCS + path.sep) && /^vue(\/|$)/.test(id)
    return isWanted ? this.resolve(id, fileURLToPath(import.meta.url), { ...options, skipSelf: true }) : null
  },
}

export default defineConfig({
  title: 'PerUser',
  description: 'One session per person, not per browser: a Java library.',
  lang: 'en',
  srcDir: '../docs',
  outDir: 'target/site',
  cacheDir: 'target/cache',
  rewrites: { 'README.md': 'index.md' },
  ignoreDeadLinks: 'localhostLinks',
  markdown: {
    // Anchors as on GitHub, so that one link serves both.
    anchor: { slugify: slug },
    config: (markdown) => links.install(markdown),
  },
  vite: { plugins: [packagesOfTheSite] },
  themeConfig: {
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: ADDRESS }],
  },
  buildEnd({ outDir, site }) {
    const built = new BuiltSite(outDir, site.base)
    const problems = [...links.problems, ...built.problems]
    if (built.pages.length === 0) {
      throw new Error('No page was built.')
    }
    if (problems.length > 0) {
      throw new Error(`Links that lead nowhere:\n  ${problems.join('\n  ')}`)
    }
    console.log(`${built.pages.length} pages; checked: ${links.count} links of the documents, ${built.linkCount} of the built pages`)
  },
})
