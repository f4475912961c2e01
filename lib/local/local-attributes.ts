const titles = (ko: string, en: string) => ({ 'x-titles': { ko, en } })

/** The choices of an attribute, each with what it is called. */
const choices = (all: Readonly<Record<string, readonly [ko: string, en: string]>>) => ({
  type: 'string',
  enum: Object.keys(all),
  'x-choices': Object.fromEntries(Object.entries(all).map(([value, [ko, en]]) => [value, { ko, en }])),
})

const positions = choices({
  planner: ['기획', 'Planning'],
  designer: ['디자인', 'Design'],
  developer: ['개발', 'Development'],
  other: ['그 밖', 'Something else'],
})
const interests = choices({
  food: ['맛집', 'Food'],
  travel: ['여행', 'Travel'],
  music: ['음악', 'Music'],
  sports: ['운동', 'Sports'],
  books: ['책', 'Books'],
  games: ['게임', 'Games'],
  film: ['영화', 'Films'],
})

/** A few of one kind, no two the same. */
const some = (items: object, minItems: number, maxItems: number) => ({
  type: 'array',
  minItems,
  maxItems,
  uniqueItems: true,
  items,
})

/** What the service of the demo would like to know, and nobody must tell: so a sign-up by one tap stays one. */
export const localAttributes = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    nickname: { type: 'string', minLength: 2, maxLength: 20, ...titles('별명', 'Nickname') },
    position: { ...positions, ...titles('하는 일', 'Position') },
    interests: { ...some(interests, 1, 5), ...titles('관심사', 'Interests') },
    techStack: {
      ...some({ type: 'string', minLength: 1, maxLength: 30 }, 1, 5),
      ...titles('기술 스택', 'Tech stack'),
    },
    photos: {
      ...some({ type: 'string', format: 'ieum-upload' }, 1, 4),
      ...titles('사진', 'Photos'),
    },
  },
}
