import { describe, expect, test } from 'vitest'
import { createProviders } from '../../lib/providers/registry.ts'
import type { ProviderHttp } from '../../lib/providers/wire/http.ts'
import { hashCi } from './hash-ci.ts'

const kakao = { clientId: 'rest', adminKey: 'admin', appId: '1', nativeKeys: [], javascriptKeys: [] }

describe('the providers of a stage', () => {
  test('are those with settings, and building them calls nobody', () => {
    const http: ProviderHttp = async () => {
      throw new Error('called')
    }
    expect(createProviders({ kakao }, http, hashCi).find('kakao')?.id).toBe('kakao')
    expect(createProviders({}, http, hashCi).find('kakao')).toBeUndefined()
  })

  test('fetch their keys ahead when warmed, and ignore a failure', async () => {
    const asked: string[] = []
    const http: ProviderHttp = async ({ url }) => {
      asked.push(url)
      throw new Error('down')
    }
    await expect(createProviders({ kakao }, http, hashCi).warm()).resolves.toBeUndefined()
    expect(asked).toEqual(['https://kauth.kakao.com/.well-known/jwks.json'])
  })
})
