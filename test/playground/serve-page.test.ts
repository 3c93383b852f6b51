import { createServer, type Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from '../../playground/serve-page.ts';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    void servePage(incoming, response).then((served) => {
      if (!served) response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** The status for a path sent exactly as given; `fetch` would normalise it. */
function statusOf(path: string, method = 'GET'): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    request({ hostname, port, path, method }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('serving the page', () => {
  it('sends a policy that keeps it from the network', async () => {
    const response = await fetch(`${origin}/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+'(;|$)/);
    expect(policy).not.toContain('http');
  });

  it('sends JavaScript although it is written in TypeScript', async () => {
    const response = await fetch(`${origin}/page/composer/proposals.ts`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const text = await response.text();
    expect(text).toContain('export function propose(');
    expect(text).not.toContain('interface');
  });

  it('serves every module that it imports, through its import map', async () => {
    const html = await (await fetch(`${origin}/`)).text();
    const map = JSON.parse(/<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? '') as {
      imports: Record<string, string>;
    };
    const seen = new Set<string>();
    const visit = async (url: string): Promise<void> => {
      if (seen.has(url)) return;
      seen.add(url);
      const response = await fetch(url);
      expect(response.status, url).toBe(200);
      const text = await response.text();
      const code = text.replaceAll(/^\s*(?:\*|\/\/).*$/gm, '');
      for (const [, name = ''] of code.matchAll(/(?:\bfrom|\bimport)\s*["']([^"']+)["']/g)) {
        await visit(resolve(name, url, map.imports));
      }
    };
    await visit(`${origin}/page/app.ts`);
    expect(seen.size).toBeGreaterThan(100);
  });

  it('serves its styles and fonts', async () => {
    const css = await fetch(`${origin}/vendor/@fontsource/noto-sans/400.css`);
    const font = /url\(\.\/(files\/noto-sans-latin-400-normal\.woff2)\)/.exec(
      await css.text(),
    )?.[1];
    const response = await fetch(`${origin}/vendor/@fontsource/noto-sans/${font}`);
    expect(response.headers.get('content-type')).toBe('font/woff2');
    expect(await statusOf('/page/ui/style.css')).toBe(200);
  });

  it.each([
    '/page/../main.ts',
    '/page/..%2fmain.ts',
    '/page/%2e%2e/main.ts',
    '/page/tsconfig.json',
    '/page/',
    '/page/nothing.ts',
    '/vendor/lit/../vitest/dist/index.js',
    '/vendor/lit/%2e%2e/vitest/dist/index.js',
    '/vendor/lit/..%2fvitest%2fdist%2findex.js',
    '/vendor/lit/./index.js',
    '/vendor/lit/..\\\\vitest/dist/index.js',
    '/vendor/lit/package.json',
    '/vendor/lit/index.d.ts',
    '/vendor/vitest/dist/index.js',
    '/vendor/lit-html-else/index.js',
    '/vendor//lit/index.js',
    '/vendor/lit/.hidden/index.js',
    '/../../etc/passwd',
    '//etc/passwd',
    '/index.html%00.css',
    '/package.json',
  ])('refuses %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('allows reading only', async () => {
    expect(await statusOf('/', 'POST')).toBe(404);
    expect(await statusOf('/', 'HEAD')).toBe(200);
  });
});

function resolve(name: string, from: string, imports: Record<string, string>): string {
  if (name.startsWith('.')) return new URL(name, from).href;
  const exact = imports[name];
  if (exact !== undefined) return origin + exact;
  const prefix = Object.keys(imports).find((key) => key.endsWith('/') && name.startsWith(key));
  if (prefix === undefined) throw new Error(`${from} imports ${name}, which the map does not have`);
  return origin + (imports[prefix] ?? '') + name.slice(prefix.length);
}
