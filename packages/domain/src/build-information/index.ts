export { commitLink } from './commit-link.ts'
