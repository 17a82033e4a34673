/** The licences of what is bundled: most of them ask that their text goes with every copy. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What esbuild tells of the outputs: which files they are made of, and how much of each is left. */
interface Bundled {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** Texts of libraries that a package brings along, beside its own. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  'classic-level': ['deps/leveldb/leveldb-1.20/LICENSE', 'deps/snappy/snappy/COPYING'],
};

/** @returns one section a package that is in the bundle, by name; a text that several have stands once */
export async function thirdPartyLicences(project: string, bundled: Bundled): Promise<string> {
  const packages = await Promise.all(foldersOf(bundled).map((folder) => readPackage(join(project, folder))));
  const firstWith = new Map<string, string>();
  const sections = packages.map(({ title, texts }) => {
    const told = texts.map(({ file, text }) => {
      const first = firstWith.get(text);
      if (first !== undefined) return `${file}: the same as of ${first}.`;
      firstWith.set(text, title);
      return `${file}:\n\n${text}`;
    });
    return [title, ...told].join('\n\n');
  });
  const head = 'provisioning-stack contains these packages, each under its own licence.';
  return `${[head, ...new Set(sections)].join(`\n\n${'-'.repeat(80)}\n`)}\n`;
}

function foldersOf({ outputs }: Bundled): string[] {
  const folders = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([file]) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  return [...new Set(folders)].toSorted();
}

interface Package {
  readonly title: string;
  readonly texts: readonly { readonly file: string; readonly text: string }[];
}

async function readPackage(folder: string): Promise<Package> {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const own = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = [...own, ...(INSIDE[name] ?? [])].map(async (file) => ({
    file,
    text: (await readFile(join(folder, file), 'utf8')).trim(),
  }));
  const by = typeof author === 'object' ? author.name : author;
  const terms = typeof license === 'object' ? license.type : license;
  return {
    title: `${name} ${version}: ${terms}${by === undefined ? '' : `, by ${by}`}`,
    texts: await Promise.all(texts),
  };
}
