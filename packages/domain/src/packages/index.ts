export type { PackageFile, PackageFileRefusal } from './parse-package-file.ts'
export { isPackageId, PACKAGE_EXTENSIONS, parsePackageFileName } from './parse-package-file.ts'
