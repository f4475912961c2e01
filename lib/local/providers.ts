import type { ProviderId } from '../domain/values/identity.ts'
import { type AppleStandIn, startApple } from '../stand-ins/apple/stand-in.ts'
import type { GithubPersona } from '../stand-ins/github/persona.ts'
import type { GithubStandIn } from '../stand-ins/github/stand-in.ts'
import { startGithub } from '../stand-ins/github/stand-in.ts'
import { startGoogle } from '../stand-ins/google/stand-in.ts'
import type { Environment } from '../stand-ins/host/environment.ts'
import { type LocalProvider, type StandIn, standInSetting } from '../stand-ins/host/local-provider.ts'
import type { KakaoPersona } from '../stand-ins/kakao/persona.ts'
import type { KakaoStandIn } from '../stand-ins/kakao/stand-in.ts'
import { startKakao } from '../stand-ins/kakao/stand-in.ts'
import { startLine } from '../stand-ins/line/stand-in.ts'
import type { NaverPersona } from '../stand-ins/naver/persona.ts'
import type { NaverStandIn } from '../stand-ins/naver/stand-in.ts'
import { startNaver } from '../stand-ins/naver/stand-in.ts'
import { startGenericOidc } from '../stand-ins/oidc/generic.ts'
import type { OidcPersona } from '../stand-ins/oidc/persona.ts'
import type { OidcStandIn } from '../stand-ins/oidc/stand-in.ts'
import type { PlannedStage } from './local-stage.ts'

/** The stand-in of every provider. Absent where the environment names a real one. */
export interface StandIns extends Readonly<Record<ProviderId, StandIn | undefined>> {
  readonly kakao: KakaoStandIn | undefined
  readonly naver: NaverStandIn | undefined
  readonly google: OidcStandIn | undefined
  readonly github: GithubStandIn | undefined
  readonly apple: AppleStandIn | undefined
  readonly line: OidcStandIn | undefined
  readonly oidc: OidcStandIn | undefined
}

/** The people at each stand-in. Default: the whole cast. */
export interface Casts extends Readonly<Partial<Record<ProviderId, readonly unknown[] | undefined>>> {
  readonly kakao?: readonly KakaoPersona[] | undefined
  readonly naver?: readonly NaverPersona[] | undefined
  readonly google?: readonly OidcPersona[] | undefined
  readonly github?: readonly GithubPersona[] | undefined
  readonly apple?: readonly OidcPersona[] | undefined
  readonly line?: readonly OidcPersona[] | undefined
  readonly oidc?: readonly OidcPersona[] | undefined
}

/** The options of starting the stand-ins. */
export interface ProvidersOptions {
  readonly origin: string
  /** The variables that are set already, and so get no default. */
  readonly given: Environment
  readonly planned: Pick<PlannedStage, 'standIns' | 'redirectUris'>
}

/**
 * Starts the stand-ins concurrently and registers their stop on the stack. A provider named by the
 * environment gets neither a stand-in nor defaults. Gives the stand-ins and the variables for the functions.
 */
export async function startProviders(
  { origin, given, planned }: ProvidersOptions,
  casts: Casts,
  stack: AsyncDisposableStack,
): Promise<{ readonly standIns: StandIns; readonly environment: Environment }> {
  const { standIns, redirectUris } = planned
  const setting = standInSetting(origin, given, redirectUris)
  const startOnStack = async <Own extends StandIn>(
    id: ProviderId,
    start: () => Promise<LocalProvider<Own>>,
  ) => {
    if (!standIns.has(id)) return { environment: {} }
    const provider = await start()
    const { standIn } = provider
    if (standIn !== undefined) stack.defer(() => standIn.stop())
    return provider
  }
  const starting = {
    kakao: startOnStack('kakao', () => startKakao(setting, casts.kakao)),
    naver: startOnStack('naver', () => startNaver(setting, casts.naver)),
    google: startOnStack('google', () => startGoogle(setting, casts.google)),
    github: startOnStack('github', () => startGithub(setting, casts.github)),
    apple: startOnStack('apple', () => startApple(setting, casts.apple)),
    line: startOnStack('line', () => startLine(setting, casts.line)),
    oidc: startOnStack('oidc', () => startGenericOidc(setting, casts.oidc)),
  } satisfies Record<ProviderId, unknown>
  await Promise.allSettled(Object.values(starting))
  const started = {
    kakao: await starting.kakao,
    naver: await starting.naver,
    google: await starting.google,
    github: await starting.github,
    apple: await starting.apple,
    line: await starting.line,
    oidc: await starting.oidc,
  }
  return {
    standIns: {
      kakao: started.kakao.standIn,
      naver: started.naver.standIn,
      google: started.google.standIn,
      github: started.github.standIn,
      apple: started.apple.standIn,
      line: started.line.standIn,
      oidc: started.oidc.standIn,
    },
    environment: Object.assign({}, ...Object.values(started).map(({ environment }) => environment)),
  }
}
