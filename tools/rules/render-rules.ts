/** docs/rules.md: the rules and the tests on each side of their boundaries. */
import { type CitingTest, scanTests } from './scan-tests'
import { type ListedRule, RULE_IDS, RULES } from './rule-list'

/** @param root the repository's folder */
export function renderRules(root: string): string {
  const tests = scanTests(root, 'test').filter(({ side }) => side !== null)
  return [
    '# Rules and their tests',
    '',
    'Each rule of オンライン資格確認 has tests on each side of its boundary: titles that begin with `within:` and `beyond:` under a',
    '`describe` that cites the rule. `npm run docs` makes this page; a test keeps every rule on it on both sides. Other tests',
    'cite rules as well: `grep -rn "R22" test`.',
    '',
    ...RULE_IDS.flatMap((id) => section(id, tests)),
  ].join('\n')
}

function section(id: ListedRule, tests: readonly CitingTest[]): string[] {
  const own = tests.filter(({ rules }) => rules.includes(id))
  const files = [...new Set(own.map(({ file }) => file))]
  return [
    `## ${id} ${RULES[id]}`,
    '',
    ...files.flatMap((file) => [
      `\`${file}\``,
      '',
      ...own.filter((test) => test.file === file).map(({ side, title }) => `- ${side}: ${title}`),
      '',
    ]),
  ]
}
