import type { Bilingual } from '../../domain/values/locale.ts'
import type { Authenticators } from '../ports/passkeys/authenticators.ts'
import type { World } from '../ports/world.ts'
import { relyingPartyOf } from './challenge.ts'

/** What a developer reads whose page is not listed. The origin is the sender's own word, so this tells nobody anything. */
export const notListed: Bilingual = {
  ko: '이 페이지의 주소는 패스키를 쓰는 주소가 아닙니다. 스테이지 파일의 passkeys.origins에(노트북에서는 IEUM_PASSKEYS의 origins에) 추가해야 합니다.',
  en: 'Passkeys are not used at the address of this page. It has to be added to passkeys.origins of the stage’s file (on a laptop, to the origins of IEUM_PASSKEYS).',
}

/** Whether a passkey was made or used at an origin that the stage does not list, as the browser says it. */
export async function isSignedElsewhere(
  world: Pick<World, 'stage'> & { readonly authenticators: Authenticators },
  clientDataJSON: string,
): Promise<boolean> {
  const origin = await world.authenticators.originOf(clientDataJSON)
  return origin !== undefined && !relyingPartyOf(world).origins.includes(origin)
}
