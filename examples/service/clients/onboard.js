// Onboards a person through the npm package synapsenode, as published. Only its host is set.
const assert = require('assert');
const { Client } = require('synapsenode');

const { HOST, CLIENT_ID, CLIENT_SECRET } = process.env;
const wait = ms => new Promise(done => setTimeout(done, ms));

async function main() {
  const client = new Client({
    client_id: CLIENT_ID, client_secret: CLIENT_SECRET, fingerprint: 'first-device', ip_address: '127.0.0.1', isProduction: false
  });
  client.host = HOST;

  // The package asks for an access key itself once the user is there.
  const user = await client.createUser({
    logins: [{ email: 'ines.prado@example.com' }], phone_numbers: ['901.111.1111'], legal_names: ['Ines Prado']
  }, '127.0.0.1', { idempotency_key: 'ines-1' });
  assert.match(user.id, /./);
  assert.match(user.oauth_key, /^oauth_/);
  assert.deepStrictEqual(user.body.phone_numbers, ['901.111.1111']);
  assert.strictEqual(user.body.permission, 'UNVERIFIED');

  // A new device, in three steps.
  const asked = await user.registerNewFingerprint('static_pin');
  assert.strictEqual(asked.status, 202);
  assert.strictEqual(asked.data.error_code, '10');
  assert.deepStrictEqual(asked.data.phone_numbers, ['901.111.1111']);
  const sent = await user.supplyDevice2FA('static_pin', '901.111.1111');
  assert.strictEqual(sent.data.message.en, 'MFA sent to 901.111.1111.');
  await assert.rejects(user.verifyFingerprint2FA('static_pin', '000000'), e => e.response.data.error_code === '400');
  const granted = await user.verifyFingerprint2FA('static_pin', '123456');
  assert.strictEqual(granted.data.user_id, user.id);
  assert.match(granted.data.oauth_key, /^oauth_/);
  await user._oauthUser({ refresh_token: await user._grabRefreshToken() });

  const { data: submitted } = await user.addUserKyc({
    documents: [{
      email: 'ines.prado@example.com', phone_number: '901.111.1111', ip: '::1', name: 'Ines Prado', alias: 'Ines', entity_type: 'F',
      entity_scope: 'Arts & Entertainment', day: 2, month: 5, year: 1989, address_street: '1 Market St.', address_city: 'San Francisco',
      address_subdivision: 'CA', address_postal_code: '94105', address_country_code: 'US',
      virtual_docs: [{ document_value: '2222', document_type: 'SSN' }],
      physical_docs: [{ document_value: 'data:image/gif;base64,SUQs==', document_type: 'GOVT_ID' }],
      social_docs: [{ document_value: 'https://www.facebook.com/valid', document_type: 'FACEBOOK' }]
    }]
  });
  for (const doc of [submitted.documents[0].virtual_docs[0], submitted.documents[0].physical_docs[0]]) {
    assert.strictEqual(doc.status, 'SUBMITTED|REVIEWING');
  }

  let read;
  for (let tries = 0; tries < 80; tries++) {
    read = (await client.getUser(user.id, { full_dehydrate: true, fingerprint: 'static_pin' })).body;
    if (read.permission === 'SEND-AND-RECEIVE') break;
    await wait(250);
  }
  assert.strictEqual(read.permission, 'SEND-AND-RECEIVE');
  assert.strictEqual(read.documents[0].email, 'ines.prado@example.com');
  assert.strictEqual(read.documents[0].virtual_docs[0].status, 'SUBMITTED|VALID');
  assert.strictEqual(read.documents[0].virtual_docs[0].document_value, '');

  const { data: updated } = await user.updateUser({ update: { legal_name: 'Ines Prado Vega', public_note: 'married' } });
  assert.ok(updated.legal_names.includes('Ines Prado Vega'));
  const { data: list } = await client.getAllUsers({ query: 'Ines Prado', page: 1, per_page: 5, show_refresh_tokens: 'yes' });
  assert.ok(list.users.some(u => u._id === user.id && u.refresh_token));
  assert.strictEqual((await user.getAllUserNodes()).data.nodes.length, 0);
  const { data: address } = await client.verifyAddress({
    address_street: '1 Market St.', address_city: 'San Francisco', address_subdivision: 'CA', address_postal_code: '94105', address_country_code: 'US'
  });
  assert.match(address.deliverability, /deliverable/);
  const { data: hook } = await client.createSubscription('https://example.com/hook');
  assert.strictEqual((await client.getSubscription(hook._id)).data.url, 'https://example.com/hook');
  assert.strictEqual((await client.updateSubscription(hook._id, { is_active: false })).data.is_active, false);
  assert.ok((await client.getAllSubscriptions()).data.subscriptions.length > 0);

  const { data: gone } = await user.updateUser({ permission: 'MAKE-IT-GO-AWAY' });
  assert.strictEqual(gone.permission, 'MAKE-IT-GO-AWAY');
  console.log('onboarded');
}

main().catch(e => {
  console.error(e.response ? JSON.stringify(e.response.data) : e.message, '\n', e.stack);
  process.exit(1);
});
