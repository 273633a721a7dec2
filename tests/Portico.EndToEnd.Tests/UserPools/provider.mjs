// An OpenID provider with one client, which signs people in under any name and also speaks for itself. Prints its address.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const key = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: 'key-1', use: 'sig', alg: 'RS256' };
let answer;
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  answer = new Provider(issuer, {
    clients: [{ client_id: 'app', client_secret: 'secret', grant_types: ['authorization_code', 'client_credentials'], redirect_uris: ['http://127.0.0.1/callback'], token_endpoint_auth_method: 'client_secret_post' }],
    jwks: { keys: [key] },
    pkce: { required: () => false },
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email'] },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.com` }) }),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:pets',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'pets/read pets/write', audience: 'pets', accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: 'RS256' } } }),
      },
    },
  }).callback();
  console.log(issuer);
});
