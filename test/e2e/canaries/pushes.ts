import type { Stage } from './stage.ts';

/** Sends secrets to the receiver. */
export async function plantByPushes(stage: Stage): Promise<void> {
  const { canaries, host, told } = stage;
  const { submitAttachmentUrl } = host.receiver;
  const arrive = async (name: string, headers: Record<string, string>, body: string, query = '') =>
    told.push(name, await (await fetch(submitAttachmentUrl + query, { method: 'POST', headers, body })).text());
  const fhir = { 'content-type': 'application/fhir+json' };
  const parameters = JSON.stringify({ resourceType: 'Parameters' });
  const plant = (name: string) => canaries.plant(`${name} of a push`, '#');
  await arrive('bearer', { ...fhir, authorization: `Bearer ${plant('bearer')}` }, parameters);
  const basic = Buffer.from(`us:${plant('password')}`).toString('base64');
  await arrive('basic', { ...fhir, authorization: `Basic ${basic}` }, parameters);
  await arrive('cookie', { ...fhir, cookie: `session=${plant('cookie')}` }, parameters);
  await arrive(
    'key',
    { ...fhir, 'x-api-key': plant('API key'), 'proxy-authorization': `Basic ${plant('proxy password')}` },
    parameters,
  );
  await arrive('query', fhir, parameters, `?access_token=${plant('token in the address')}`);
  await arrive(
    'member',
    fhir,
    JSON.stringify({ resourceType: 'Parameters', access_token: plant('token in the body') }),
  );
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  await arrive('form', form, `client_secret=${plant('client secret in a form')}`);
  await arrive('form as JSON', fhir, `access_token=${plant('form that calls itself JSON')}`);
  await arrive('broken', fhir, `{"access_token": "${plant('token in broken JSON')}" `);
}
