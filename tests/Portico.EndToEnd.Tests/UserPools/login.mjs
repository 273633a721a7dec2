// Prints an access token of the client itself, or with "login" what a person gets who signs in.
const [issuer, what, name] = process.argv.slice(2);
const form = (fields) => ({ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields), redirect: 'manual' });
const client = { client_id: 'app', client_secret: 'secret' };
if (what === 'client') {
  console.log((await (await fetch(`${issuer}/token`, form({ ...client, grant_type: 'client_credentials', scope: name }))).json()).access_token);
} else {
  const jar = new Map();
  const visit = async (url, options = { redirect: 'manual' }) => {
    const answer = await fetch(url, { ...options, headers: { ...options.headers, cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') } });
    for (const line of answer.headers.getSetCookie()) { const [pair] = line.split(';'); const at = pair.indexOf('='); jar.set(pair.slice(0, at), pair.slice(at + 1)); }
    return answer;
  };
  const redirect = encodeURIComponent('http://127.0.0.1/callback');
  let at = `${issuer}/auth?client_id=app&response_type=code&scope=openid%20email%20pets%2Fread&redirect_uri=${redirect}`;
  for (let step = 0; step < 12 && !at.startsWith('http://127.0.0.1/callback'); step++) {
    const page = await visit(at);
    if (page.status >= 300 && page.status < 400) { at = new URL(page.headers.get('location'), issuer).href; continue; }
    const text = await page.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(text)[1];
    const posted = await visit(at, form(prompt === 'login' ? { prompt, login: name, password: 'x' } : { prompt }));
    at = new URL(posted.headers.get('location'), issuer).href;
  }
  const code = new URL(at).searchParams.get('code');
  console.log(JSON.stringify(await (await fetch(`${issuer}/token`, form({ ...client, grant_type: 'authorization_code', code, redirect_uri: 'http://127.0.0.1/callback' }))).json()));
}
