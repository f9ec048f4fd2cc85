// Passkeys. Without this file, or in a browser that knows none, the other doors are there.
(d => {
  const forms = [...d.querySelectorAll('form[data-passkey]')];
  if (!forms.length || !window.PublicKeyCredential || !navigator.credentials) return;
  d.querySelectorAll('[data-passkeys]').forEach(part => { part.hidden = false; });
  d.querySelectorAll('[data-without-passkeys]').forEach(part => { part.hidden = true; });

  const bytes = text => Uint8Array.from(
    atob(text.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0));
  const text = buffer => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  const opened = ids => (ids || []).map(one => ({ ...one, id: bytes(one.id) }));

  // What the server wants, as the browser wants it. Elsewhere: the proof is too old, sign in again.
  const ask = async form => {
    const answer = await fetch(form.dataset.options, {
      method: 'POST', headers: { 'X-CSRFToken': form.elements.csrf_token.value } });
    if (answer.redirected) { location.assign(answer.url); return null; }
    if (!answer.ok) throw new Error(answer.status);
    const wanted = await answer.json();
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) wanted.user.id = bytes(wanted.user.id);
    wanted.excludeCredentials = opened(wanted.excludeCredentials);
    wanted.allowCredentials = opened(wanted.allowCredentials);
    return wanted;
  };
  const written = found => JSON.stringify({
    id: found.id, rawId: text(found.rawId), type: found.type,
    authenticatorAttachment: found.authenticatorAttachment,
    clientExtensionResults: found.getClientExtensionResults(),
    response: {
      clientDataJSON: text(found.response.clientDataJSON),
      attestationObject: text(found.response.attestationObject),
      authenticatorData: text(found.response.authenticatorData),
      signature: text(found.response.signature),
      userHandle: text(found.response.userHandle),
      transports: found.response.getTransports ? found.response.getTransports() : [],
    } });
  const send = (form, found) => { form.elements.credential.value = written(found); form.submit(); };

  // A browser that can offers the passkey where the address is typed.
  let waiting = null;
  const offer = async form => {
    const can = PublicKeyCredential.isConditionalMediationAvailable;
    if (!can || !await can.call(PublicKeyCredential)) return;
    const publicKey = await ask(form);
    waiting = new AbortController();
    const found = await navigator.credentials.get(
      { publicKey, mediation: 'conditional', signal: waiting.signal });
    if (found) send(form, found);
  };

  for (const form of forms) {
    const getting = form.dataset.passkey === 'get';
    if (getting) offer(form).catch(() => {});
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const problem = form.querySelector('[data-problem]');
      problem.hidden = true;
      if (waiting) waiting.abort();
      try {
        const publicKey = await ask(form);
        if (!publicKey) return;
        const found = await navigator.credentials[getting ? 'get' : 'create']({ publicKey });
        send(form, found);
      } catch {
        problem.hidden = false;
      }
    });
  }
})(document);
