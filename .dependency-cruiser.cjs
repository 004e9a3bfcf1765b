// An area may use the ones after it.
const areas = [
  'maintenance',
  'backup',
  'lists',
  'portable',
  'history',
  'matching',
  'connections',
  'schedules',
  'usage',
  'accounts',
  'notifications',
  'files',
  'translation',
  'audit',
];

// A folder of src → the folders it may stand on, besides platform.
const plan = {
  platform: [],
  upstream: [],
  storage: [],
  runtime: [],
  simulators: [],
  web: [],
  areas: ['upstream', 'storage'],
  activities: ['areas', 'upstream/http', 'workflows/contract'],
  workflows: [],
  orchestration: ['areas', 'workflows/contract'],
  api: ['orchestration', 'areas'],
  main: [
    'web',
    'api',
    'orchestration',
    'activities',
    'workflows/contract',
    'areas',
    'upstream',
    'storage',
    'runtime',
    'simulators',
  ],
};

// Folders that may be imported for their types alone: erased before anything runs.
const typeOnly = {
  workflows: ['activities', 'areas'],
  orchestration: ['activities'],
  web: ['api/contract'],
};

const staysOnItsFloor = ([folder, below]) => {
  const from = { path: `^src/${folder}/` };
  const erased = (typeOnly[folder] ?? []).map((name) => `^src/${name}/`);
  const allowed = [folder, 'platform', ...below].map((name) => `^src/${name}(/|\\.)`);
  return [
    {
      name: `${folder}-floor`,
      severity: 'error',
      from,
      to: { path: '^src/', pathNot: [...allowed, ...erased] },
    },
    ...(erased.length > 0
      ? [
          {
            name: `${folder}-types-only`,
            severity: 'error',
            from,
            to: { path: erased, dependencyTypesNot: ['type-only'] },
          },
        ]
      : []),
  ];
};

// Nothing is before the first.
const areasInOrder = areas.slice(1).map((area, index) => ({
  name: `areas-in-order-${area}`,
  severity: 'error',
  from: { path: `^src/areas/${area}/` },
  to: { path: areas.slice(0, index + 1).map((earlier) => `^src/areas/${earlier}/`) },
}));

module.exports = {
  forbidden: [
    ...Object.entries(plan).flatMap(staysOnItsFloor),
    ...areasInOrder,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'through-the-door',
      comment: 'An area is entered by its index.ts only.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/areas/' },
      to: { path: '^src/areas/[^/]+/', pathNot: '^src/areas/[^/]+/index\\.ts$' },
    },
    {
      name: 'through-the-door-between-areas',
      severity: 'error',
      from: { path: '^src/areas/([^/]+)/' },
      to: {
        path: '^src/areas/[^/]+/',
        pathNot: ['^src/areas/$1/', '^src/areas/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'upstreams-are-strangers',
      severity: 'error',
      from: { path: '^src/upstream/([^/]+)/' },
      to: { path: '^src/upstream/[^/]+/', pathNot: ['^src/upstream/$1/', '^src/upstream/http/'] },
    },
    {
      name: 'simulators-know-nothing',
      severity: 'error',
      from: { path: '^src/simulators/' },
      to: { path: '^src/', pathNot: ['^src/simulators/', '^src/platform/lib/'] },
    },
    {
      name: 'workflows-use-only-the-lib',
      comment: 'Workflow code runs in a sandbox: of platform it may use only lib.',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^src/platform/', pathNot: '^src/platform/lib/' },
    },
    {
      name: 'nobody-imports-main-or-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main/' },
      to: { path: '^(src/main|tests)/' },
    },
    {
      name: 'client-stands-alone',
      comment: 'The published client depends on no server code, and the server not on it.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^(src|tests)/' },
    },
    {
      name: 'client-has-no-dependencies',
      severity: 'error',
      from: { path: '^client/src/' },
      to: {
        dependencyTypesNot: ['core', 'local', 'type-only', 'aliased'],
        pathNot: '^client/src/',
      },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(client|node_modules/@watchflow)/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'generated'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
