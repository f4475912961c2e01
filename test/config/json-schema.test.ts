import { toJsonSchema } from '@valibot/to-json-schema'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { stageSchema } from '../../lib/config/schema/stage-schema.ts'
import dev from '../../stages/dev.json' with { type: 'json' }
import example from '../../stages/example.json' with { type: 'json' }

/** The JSON Schema of a stage that is not `dev`. It cannot say every rule: `npm run synth` has the last word. */
const jsonSchema = () => ({
  title: 'A stage of ieum',
  ...toJsonSchema(stageSchema({ implies: false, loopback: false }), {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
  }),
})

it('the JSON Schema for editors is the one that the schema of a stage gives (-u writes it)', async () => {
  await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../stages/stage.schema.json',
  )
})

it.each([
  ['dev', dev],
  ['example', example],
])('the stage %s agrees with it, and names it for editors', (_, stage) => {
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(Object(jsonSchema()))
  validate(stage)
  expect(validate.errors).toBeNull()
  expect(stage.$schema).toBe('./stage.schema.json')
  expect(validate({ ...stage, closing: { graceDays: -5 } })).toBe(false)
  expect(validate({ ...stage, closings: {} })).toBe(false)
})
