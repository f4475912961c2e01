const titles = (ko: string, en: string) => ({ 'x-titles': { ko, en } })

/** The two worked examples of docs/deploy.md. */

export const positionAndAddress = {
  type: 'object',
  additionalProperties: false,
  required: ['position', 'address'],
  properties: {
    position: { type: 'string', enum: ['developer', 'designer', 'manager'], ...titles('직무', 'Position') },
    address: {
      type: 'object',
      additionalProperties: false,
      required: ['postcode', 'line1'],
      properties: {
        postcode: { type: 'string', pattern: '^[0-9]{5}$', ...titles('우편번호', 'Postcode') },
        line1: { type: 'string', minLength: 1, maxLength: 100, ...titles('주소', 'Address') },
        line2: { type: 'string', maxLength: 100, ...titles('상세 주소', 'Apartment, floor') },
      },
      ...titles('주소', 'Address'),
    },
  },
} as const

const interests = ['food', 'travel', 'music', 'sports', 'books', 'games', 'film'] as const

export const profileWithPhotos = {
  type: 'object',
  additionalProperties: false,
  required: ['nickname', 'gender', 'interests', 'techStack', 'photos'],
  properties: {
    nickname: { type: 'string', minLength: 2, maxLength: 20, ...titles('닉네임', 'Nickname') },
    gender: { type: 'string', enum: ['female', 'male', 'undisclosed'], ...titles('성별', 'Gender') },
    interests: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      uniqueItems: true,
      items: { type: 'string', enum: interests },
      ...titles('관심사', 'Interests'),
    },
    techStack: {
      type: 'array',
      minItems: 1,
      maxItems: 5,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 30 },
      ...titles('기술 스택', 'Tech stack'),
    },
    photos: {
      type: 'array',
      minItems: 1,
      maxItems: 4,
      uniqueItems: true,
      items: { type: 'string', format: 'ieum-upload' },
      ...titles('사진', 'Photos'),
    },
  },
} as const

/** A key from `POST /uploads`. */
export const uploadKey = (mark = 'a', owner = 'o'): string => `${owner.repeat(22)}/${mark.repeat(43)}`

/** The input of a person who fills in every field. */
export const wholeProfile = {
  nickname: '문하늘',
  gender: 'undisclosed',
  interests: ['food', 'books'],
  techStack: ['TypeScript', 'PostgreSQL'],
  photos: [uploadKey()],
}
