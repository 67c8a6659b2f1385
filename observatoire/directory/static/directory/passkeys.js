// Passkeys: a form with data-passkey asks the device, writes its answer in « credential », is sent.
// Without JavaScript, or where the browser knows no passkey, such a form stays hidden or says so.
// A passkey belongs to a name: an address made of numbers can hold none.
const isNumber = /^[\d.]+$|:/.test(window.location.hostname)
const isKnown = window.PublicKeyCredential !== undefined && window.isSecureContext && !isNumber

function bytes (text) {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function text (buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

function described (list) {
  return (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }))
}

async function create (options, passwordless) {
  const asked = structuredClone(options.publicKey)
  asked.challenge = bytes(asked.challenge)
  asked.user.id = bytes(asked.user.id)
  asked.excludeCredentials = described(asked.excludeCredentials)
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: passwordless ? 'required' : 'discouraged',
    requireResidentKey: passwordless,
    ...(passwordless ? { userVerification: 'required' } : {})
  }
  const made = await navigator.credentials.create({ publicKey: asked })
  return {
    ...named(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? []
    }
  }
}

async function get (options) {
  const asked = structuredClone(options.publicKey)
  asked.challenge = bytes(asked.challenge)
  asked.allowCredentials = described(asked.allowCredentials)
  const shown = await navigator.credentials.get({ publicKey: asked })
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response
  return {
    ...named(shown),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle === null ? null : text(userHandle)
    }
  }
}

function named (credential) {
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults()
  }
}

async function answer (form) {
  if (form.dataset.passkey === 'login') {
    const said = await fetch(form.action, { headers: { Accept: 'application/json' } })
    return get((await said.json()).request_options)
  }
  const options = JSON.parse(form.dataset.options)
  const passwordless = form.elements.namedItem('passwordless')?.checked ?? false
  return form.dataset.passkey === 'create' ? create(options, passwordless) : get(options)
}

for (const form of document.querySelectorAll('[data-passkey]')) {
  if (!isKnown) continue
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const failure = form.querySelector('[data-passkey-error]')
    failure.hidden = true
    try {
      form.elements.namedItem('credential').value = JSON.stringify(await answer(form))
      form.submit()
    } catch {
      failure.hidden = false
    }
  })
}
