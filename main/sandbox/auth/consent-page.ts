import { escapeHtml, page } from './page.ts';
import { scopesInWords } from './scope-words.ts';

/** A member that can be chosen. */
export interface Choice {
  /** Logical id of the Patient. */
  id: string;
  name: string;
  birthDate?: string;
}

/** What the page asks about. */
export interface ConsentQuestion {
  /** Names the request; comes back with the answer. */
  request: string;
  clientId: string;
  /** Whose record it is. */
  holder: string;
  scope: string;
  members: readonly Choice[];
  /** Whether one member must be chosen: scopes of a patient need one, those of a user can do without. */
  needsMember: boolean;
  redirectUri: string;
}

const option = ({ id, name, birthDate }: Choice): string =>
  `<option value="${escapeHtml(id)}">${escapeHtml(name)}${birthDate ? `, born ${escapeHtml(birthDate)}` : ''}</option>`;

/** The page on which a person allows or denies what a client asks for. */
export function consentPage({
  request,
  clientId,
  holder,
  scope,
  members,
  needsMember,
  redirectUri,
}: ConsentQuestion): string {
  const list = scopesInWords(scope).map(
    ({ scope: name, words }) => `<li>${escapeHtml(words)}. <code>${escapeHtml(name)}</code></li>`,
  );
  const everyone = needsMember ? '' : '<option value="">Every member</option>';
  const body = `<p><b>${escapeHtml(clientId)}</b> asks ${escapeHtml(holder)} for this:</p>
<ul>${list.join('')}</ul>
<form method="post" action="authorize">
<input type="hidden" name="request" value="${escapeHtml(request)}">
<label for="member">Whose record</label>
<select id="member" name="member">${everyone}${members.map(option).join('')}</select>
<p>The answer goes to <code>${escapeHtml(redirectUri)}</code></p>
<div class="row"><button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button></div>
</form>`;
  return page(`Let ${clientId} in?`, body);
}

/** The page for what must not be sent back to a redirect URI, because that may be somebody else's. */
export const errorPage = (text: string): string =>
  page('This request cannot be answered', `<p>${escapeHtml(text)}</p><p>Go back to the app that sent you here.</p>`);
