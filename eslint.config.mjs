import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { houseRules } from './house/lint-rules.mjs'

const tests = ['**/*.test.ts', '**/*.test.tsx', 'lims/testing/**', 'bench/**', 'house/**', '**/example{,-*}.ts']
const configs = ['*.mjs', '*.cjs', '**/*.config.{ts,mjs}']
/** Vitest takes these by their default export. */
const vitestParts = ['**/*-reporter.ts', '**/global-setup.ts']
const code = ['**/*.{ts,tsx,mjs,cjs}']

const noBarrel = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: name what goes through the door, so that a reader can find where it comes from.',
}
const noEnum = { selector: 'TSEnumDeclaration', message: 'No enum: a union of texts, or a table `as const`.' }
const noDefault = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: one thing has one name everywhere.',
}
const noDefaultAs = { selector: "ExportSpecifier[exported.name='default']", message: noDefault.message }

/** What the world decides comes in as an argument, so that a test can decide it. */
const world = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask app.clock: time is passed in.',
  },
  { selector: "CallExpression[callee.name='Date']", message: 'Ask app.clock: time is passed in.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask app.clock: time is passed in.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Ask app.ids, or take the randomness as an argument.',
  },
]

/** Names a program may have around it that pure arithmetic may not touch. */
const outside = [
  ...['fetch', 'process', 'Buffer', 'crypto', 'performance', 'console', 'WebSocket', 'XMLHttpRequest', 'require'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'navigator', 'document', 'window', 'localStorage'],
].map((name) => ({ name, message: 'rules/ is pure: no network, disk, clock or randomness.' }))

export default defineConfig(
  globalIgnores(['**/dist/', 'coverage/', '.ils/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    // One program for everything, tests included, is faster than a service that looks for each file's project.
    languageOptions: { parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/ban-ts-comment': [
        'error',
        {
          'ts-expect-error': 'allow-with-description',
          'ts-ignore': true,
          'ts-nocheck': true,
          minimumDescriptionLength: 10,
        },
      ],
      // An async function that waits for nothing yet keeps the promise its interface makes.
      '@typescript-eslint/require-await': 'off',
      // It believes that a flag stays as it is across an `await`; ours are there because they do not.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // `() => void count++` says that nothing is answered.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // `row['name']` says that the key comes from outside and may be missing.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // We have no enums; libraries' ones are numbers to us.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Our own rule lets `!` stand where a comment says why.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Screens know a browser, which no server does.
    files: ['portal/web/**/*.{ts,tsx}'],
    ignores: tests,
    languageOptions: {
      parserOptions: { project: './portal/web/tsconfig.lint.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: code,
    plugins: { house: houseRules },
    rules: {
      'house/exception-needs-reason': 'error',
      'house/assertion-needs-reason': 'error',
      'no-restricted-syntax': ['error', noBarrel, noEnum, noDefault, noDefaultAs],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read once, by main, and passed in.' },
      ],
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-var': 'error',
      eqeqeq: 'error',
      'no-control-regex': 'error',
      'no-debugger': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'no-sparse-arrays': 'error',
      'no-self-assign': 'error',
      'no-template-curly-in-string': 'error',
    },
  },
  {
    files: ['lims/**', 'rules/**', 'portal/server/**', 'print-spooler/**'],
    ignores: [...tests, 'lims/platform/clock.ts', 'lims/platform/ids.ts', 'lims/platform/log/log.ts'],
    rules: { 'no-restricted-syntax': ['error', noBarrel, noEnum, noDefault, noDefaultAs, ...world] },
  },
  { files: ['rules/**'], ignores: tests, rules: { 'no-restricted-globals': ['error', ...outside] } },
  {
    files: [...tests, 'cli/**', 'lims/main.ts', 'portal/server/main.ts', ...configs],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['cli/**', 'bench/**', '**/*-reporter.ts', '**/example-*.ts', 'check.mjs'], rules: { 'no-console': 'off' } },
  { files: [...configs, ...vitestParts], rules: { 'no-restricted-syntax': ['error', noBarrel] } },
  {
    files: tests,
    rules: {
      // Bodies of answers are `any` until a test has looked at them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'house/assertion-needs-reason': 'off',
      // Planted sources quote templates.
      'no-template-curly-in-string': 'off',
    },
  },
)
