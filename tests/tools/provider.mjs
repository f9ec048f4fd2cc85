// Certified providers on loopback, for tests in the browser: one for each organisation.
// node provider.mjs '[{"port": 9001, "redirect": "…", "told": "…", "after": "…", "groups": ["choir"]}]'
import { createServer } from "node:http";

import { Provider } from "oidc-provider";

for (const { port, redirect, told, after, groups } of JSON.parse(process.argv[2])) {
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [
      {
        client_id: "civic",
        client_secret: "a secret of the test only",
        redirect_uris: redirect,
        post_logout_redirect_uris: [after],
        backchannel_logout_uri: told,
      },
    ],
    cookies: { keys: ["a key of the test only"] },
    claims: {
      openid: ["sub"],
      profile: ["name", "groups"],
      email: ["email", "email_verified"],
    },
    features: { backchannelLogout: { enabled: true } },
    // by itself it tells nobody on loopback of a sign-out
    fetch: (address, { dispatcher, ...options }) => fetch(address, options),
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({
        sub: id,
        name: id.replace(/^./, (first) => first.toUpperCase()),
        email: `${id}@people.example`,
        email_verified: true,
        groups: id.startsWith("guest") ? ["guests"] : groups,
      }),
    }),
  });
  createServer(provider.callback()).listen(port, "localhost", () => console.log(`ready ${port}`));
}
