import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Configuration, interactionPolicy, Provider } from 'oidc-provider';

/** The answer for a subject that begins so is not sent on: it waits as a link, for a test to change it or to dawdle. */
export const byHand = 'by-hand-';
/** A code for this subject is dead after a second. */
export const hastySubject = `${byHand}hasty`;

export interface OpenIdClient {
  id: string;
  secret: string;
  redirectUri: string;
}

/**
 * A real OpenID Connect provider on this machine, in the place of Google. Its one page asks who to be: subject,
 * address, name, and whether the address counts as verified; or refuses.
 */
export async function startOpenIdProvider(
  client: OpenIdClient,
  port = 0,
): Promise<{ issuer: string; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, Record<string, string | boolean>>();
  const provider = new Provider(issuer, configuration(client, people));
  provider.use(async (ctx, next) => {
    await next();
    // Koa's type hides that there may be none.
    const location: string | undefined = ctx.response.get('location');
    if (!location?.startsWith(client.redirectUri)) return;
    if (!ctx.oidc.session?.accountId?.startsWith(byHand)) return;
    ctx.remove('location');
    ctx.status = 200;
    ctx.type = 'html';
    ctx.body = `${head}<a href="${location.replaceAll('&', '&amp;')}">Back</a>`;
  });
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const page = request.url?.startsWith('/interaction/');
    if (!page) return void answer(request, response);
    interact(provider, people, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  return {
    issuer,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function configuration(
  client: OpenIdClient,
  people: ReadonlyMap<string, Record<string, string | boolean>>,
): Configuration {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name'] },
    // As Google does: the claims stand in the ID token itself.
    conformIdTokenClaims: false,
    cookies: { keys: ['only-for-tests'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: {
      AuthorizationCode: (_ctx, code) => (code.accountId === hastySubject ? 1 : 60),
      AccessToken: 60,
      IdToken: 60,
      Grant: 600,
      Interaction: 600,
      Session: 600,
    },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
    // Whoever has said who they are has agreed as well.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  };
}

const field = (name: string) => `<label>${name} <input name="${name}"></label>`;
const head =
  '<!doctype html><meta charset="utf-8"><title>OpenID provider</title><link rel="icon" href="data:,">';
const form = `${head}<h1>OpenID provider</h1><form method="post">
${['subject', 'email', 'name'].map(field).join('\n')}
<label>verified <input type="checkbox" name="verified" checked></label>
<button name="answer" value="allow">Allow</button><button name="answer" value="refuse">Refuse</button></form>`;

async function interact(
  provider: Provider,
  people: Map<string, Record<string, string | boolean>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(form);
    return;
  }
  const input = new URLSearchParams(Buffer.concat(await request.toArray()).toString());
  if (input.get('answer') === 'refuse') {
    const refused = { error: 'access_denied', error_description: 'the person refused' };
    await provider.interactionFinished(request, response, refused);
    return;
  }
  const subject = input.get('subject') ?? '';
  const name = input.get('name') ?? '';
  people.set(subject, {
    email: input.get('email') ?? '',
    email_verified: input.has('verified'),
    name: `${name} Surname`,
    given_name: name,
  });
  const accepted = { select_account: {}, login: { accountId: subject } };
  await provider.interactionFinished(request, response, accepted, { mergeWithLastSubmission: false });
}
