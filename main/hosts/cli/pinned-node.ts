import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The packages that carry the pinned Node for a platform; the second name is how one of them is published. */
function packagesFor(platform: string, arch: string): string[] {
  return [`node-${platform === 'win32' ? 'win' : platform}-${arch}`, `node-bin-${platform}-${arch}`];
}

/**
 * The pinned Node's binary, found as Node itself finds a package: in the node_modules of the product's folder or of any folder above,
 * so that it is found in a clone as well as where npm put the product beside its dependencies.
 * @param from file or URL to look from
 */
export function findPinnedNode(from: string, platform: string = process.platform, arch: string = process.arch) {
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  const places = createRequire(from).resolve.paths('node-of-the-product') ?? [];
  return packagesFor(platform, arch)
    .flatMap((name) => places.map((place) => path.join(place, name, 'bin', binary)))
    .find((file) => existsSync(file));
}
