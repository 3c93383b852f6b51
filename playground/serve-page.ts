/** Serves the playground's page: its own files and those of the few packages it loads. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path';

const PAGE = new URL('page/', import.meta.url);
const PACKAGES = new URL('../node_modules/', import.meta.url);

/** The packages that a browser may load from; the page's import map names them. */
const servedPackages = [
  '@skyra/discord-components-core',
  '@fontsource/noto-sans',
  '@lit/context',
  '@lit/reactive-element',
  'lit',
  'lit-element',
  'lit-html',
];

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * The file for a path, or undefined: only files of these types in these folders, and no path with
 * `..`, dot files or encoded characters.
 */
function fileOf(path: string): URL | undefined {
  if (path === '/') return new URL('index.html', PAGE);
  if (types[extname(path)] === undefined || !/^(?:\/@?[\w-][\w.-]*)+$/.test(path)) return undefined;
  if (/^\/page\/(?:[\w-]+\/)?[\w-]+\.(?:ts|css)$/.test(path))
    return new URL(path.slice('/page/'.length), PAGE);
  const name = servedPackages.find((candidate) => path.startsWith(`/vendor/${candidate}/`));
  const isOurs = name === undefined || extname(path) === '.ts';
  return isOurs ? undefined : new URL(path.slice('/vendor/'.length), PACKAGES);
}

/** Answers a request for a file of the page; false if there's no such file. */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  const file = fileOf(path);
  if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  let content: Buffer | string;
  try {
    content = await readFile(file);
  } catch {
    return false;
  }
  const kind = extname(file.pathname);
  if (kind === '.ts') content = await toJavaScript(content.toString(), file.pathname);
  response.writeHead(200, {
    'content-type': types[kind],
    'cache-control': path.startsWith('/vendor/') ? 'max-age=600' : 'no-store',
    'x-content-type-options': 'nosniff',
    ...(kind === '.html' ? { 'content-security-policy': policyFor(content.toString()) } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : content);
  return true;
}

/** JavaScript by its TypeScript, so that only what changed is compiled again. */
const compiled = new Map<string, Promise<string>>();

function toJavaScript(source: string, fileName: string): Promise<string> {
  const known = compiled.get(source) ?? compile(source, fileName);
  compiled.set(source, known);
  return known;
}

/**
 * Removes the types. Node could do that too (`stripTypeScriptTypes`), but prints a warning, and the
 * compiler is installed for `npm run check` anyway.
 */
async function compile(source: string, fileName: string): Promise<string> {
  const { default: typescript } = await import('typescript');
  const { ModuleKind, ScriptTarget } = typescript;
  return typescript.transpileModule(source, {
    fileName,
    compilerOptions: {
      target: ScriptTarget.ES2023,
      module: ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  }).outputText;
}

/** Compiles the whole page, so that the first visit doesn't have to wait for it. */
export async function preparePage(): Promise<void> {
  for (const name of await readdir(PAGE, { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const file = new URL(name, PAGE);
    await toJavaScript(await readFile(file, 'utf8'), file.pathname);
  }
}

/**
 * Allows nothing from elsewhere: scripts, fonts and data come from here, images from data URLs. The
 * components set style attributes. The import map is the only inline script, allowed by its hash.
 */
function policyFor(html: string): string {
  const map = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  const hash = createHash('sha256').update(map).digest('base64');
  return [
    "default-src 'self'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
