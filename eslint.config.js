import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const onlyConfigReadsTheEnvironment = {
  object: 'process',
  property: 'env',
  message: 'Only config reads the environment.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'client/dist/',
      'client/src/contract.ts',
      'coverage/',
      '.watchflow/',
      '.cache/',
      'src/platform/database/generated/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        { allowString: false, allowNumber: false },
      ],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-deprecated': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-duplicates': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 10],
      'max-params': ['error', 3],
      'no-console': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/main/**', 'src/platform/config/**'],
    rules: { 'no-restricted-properties': ['error', onlyConfigReadsTheEnvironment] },
  },
  {
    files: ['src/workflows/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\.|@temporalio/(workflow|common)(/|$))',
              allowTypeImports: true,
              message: 'Workflows use only @temporalio/workflow and /common.',
            },
            {
              regex: '^\\.\\./(?!platform/lib/)',
              allowTypeImports: true,
              message: 'Workflows stand on platform/lib; anything else as a type.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'fetch',
        'Buffer',
        'performance',
        'WeakRef',
        'FinalizationRegistry',
        { name: 'setTimeout', message: "Use sleep('1 minute')." },
        { name: 'console', message: 'Use log: it is silent on replay.' },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    plugins: { jest },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/no-restricted-jest-methods': [
        'error',
        { mock: 'Pass a fake in.', unstable_mockModule: 'Pass a fake in.' },
      ],
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert'] }],
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['prisma.config.ts', 'jest.config.js', 'eslint.config.js', 'tests/**/global-*.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
      },
    },
  },
  prettier,
);
