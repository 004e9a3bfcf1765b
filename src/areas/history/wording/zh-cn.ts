import { zhCnEvidence } from './zh-cn-evidence.js';
import type { Texts } from './texts.js';

export const zhCn: Texts = {
  observed: {
    episode:
      '您的观看记录中有《{title}》第 {season} 季第 {number} 集，{when}（{source} {ref}，{action}）。',
    movie: '您的观看记录中有《{title}》，{when}（{source} {ref}，{action}）。',
    nameless:
      '您的观看记录中有一条 {source} 尚未说明内容的记录，{when}（{source} {ref}，{action}）。',
  },
  byRead: '它于 {at} 记入账本。',
  on: '观看于 {at}',
  sometime: '观看时间未知',
  decided: {
    first: '匹配结果：{what}。',
    again: '重新匹配，结果不变：{what}。',
    anew: '在未涉及此记录时，该内容的匹配结果有了变化：{what}。',
    byPerson: '未经自动匹配，由人工指定，或当时的匹配结果已无记录：{what}。',
    because: '{what}，依据：{evidence}',
    episode: '对应 Bangumi 条目 {subject} 的章节 {episode}',
    whole: '对应 Bangumi 条目 {subject} 整体',
    setAside: '暂时搁置，{because}',
    leftAlone: '不予同步，{because}',
  },
  moved: {
    planned: '等待在 Bangumi 上标记为看过。',
    sent: '正在向 Bangumi 发送标记。',
    proven: '已向 Bangumi 查询，显示为看过，由此得到证实。',
    removed: '完整读取您的观看记录后，其中已没有这一条，因此视为已移除。',
  },
  seen: '等待匹配。',
  parked: '暂时搁置，{because}。',
  excluded: '不予同步，{because}。',
  until: '将从 {at} 起再次处理。',
  returns: {
    'its-time': '到了再次处理的时间。',
    'next-run': '下一次同步重新处理了它。',
    asked: '应要求重新处理：完整同步或重试。',
    'map-or-asked': '重新处理：ID 映射有更新、有人确认了它对应什么，或有人要求重试。',
    'in-doubt': '在标记之前，它对应什么有了疑问，因此重新匹配。',
    settings: '设置重新允许了它。',
    'back-at-source': '它重新出现在您的观看记录中。',
    'changed-at-source': '您的观看记录对这一条的说法有变，因此重新匹配。',
    'read-back-disagrees': 'Bangumi 接受了标记，但没有显示出来，将再次标记。',
  },
  calls: {
    'read-collections': '向 Bangumi 查询您的全部收藏',
    'read-collection': '向 Bangumi 查询您对条目 {subject} 的收藏',
    collect: '请 Bangumi 将条目 {subject} 收藏为“{collection}”',
    'mark-episodes': '请 Bangumi 将条目 {subject} 的 {episodes} 个章节（包括这一集）标记为看过',
    'mark-episode': '请 Bangumi 单独将条目 {subject} 的这一集标记为看过',
    'read-states': '向 Bangumi 查询您在条目 {subject} 中标记过的章节',
  },
  outcomes: {
    answered: '{call}：已答复。',
    refused: '{call}：被拒绝（{error}）。',
    unclear: '{call}：无法得知是否已执行（{error}）。再次发送之前会先向 Bangumi 查询。',
    failed: '{call}：没有得到正常答复（{error}），未产生任何更改。',
  },
  found: '{call}：{collection}。',
  errors: {
    unauthorized: '此前的授权已失效',
    'invalid-grant': '此前的授权无法续期',
    forbidden: '没有权限',
    'app-blocked': '它不再为本站的应用提供服务',
    'edge-blocked': '被它前面的防火墙拦截',
    'not-found': '它没有这项内容',
    rejected: '它不接受该请求',
    'account-limit': '您的账号已达到上限',
    'account-locked': '您的账号已被锁定',
    'vip-only': '仅限付费账号',
    'rate-limited': '请求过多，它要求等待',
    unavailable: '服务不可用或连接中断',
    timeout: '未在时限内答复',
    malformed: '答复无法解读',
    unknown: '请求被中断',
  },
  collections: ['未收藏', '想看', '看过', '在看', '搁置', '抛弃'],
  answerMissing:
    '没有关于答复的记录：请求可能仍在进行，或进程在写下答复之前已结束。再次发送之前会先向 Bangumi 查询。',
  unrecorded: '在下一步之前发生过什么，没有记录。',
  readBack: '已向 Bangumi 查询，显示为看过，由此得到证实。',
  states: {
    seen: { now: '已记录，等待匹配。', advice: '无需处理，下一次同步会完成。' },
    planned: { now: '已匹配，等待在 Bangumi 上标记。', advice: '无需处理，下一次同步会完成。' },
    sent: {
      now: '标记已发送给 Bangumi，尚未读回确认。',
      advice: '无需处理：会先向 Bangumi 查询，不会重复发送。',
    },
    proven: { now: '已完成：Bangumi 上显示为看过。', advice: '无需处理。' },
    parked: { now: '暂时搁置，{because}。', advice: '{advice}' },
    excluded: { now: '不予同步，{because}。', advice: '{advice}' },
    removed: {
      now: '它已不在您的观看记录中，Bangumi 上的内容保持不变。',
      advice: '如果它应当存在，请重新加入观看记录。',
    },
  },
  reasons: {
    unmatched: {
      because: '因为在 Bangumi 上没有能够确定的对应内容',
      advice: '请手动指定它对应什么，或选择忽略。ID 映射更新时会自动再次处理。',
    },
    ambiguous: {
      because: '因为在 Bangumi 上可能对应的内容不止一个',
      advice: '请手动指定是哪一个。绝不会靠猜测决定。',
    },
    'episode-missing': {
      because: '因为 Bangumi 的条目中还没有这一集',
      advice:
        '新的章节往往添加得较晚，两周内会自动再次处理。您也可以在 Bangumi 上添加该章节，然后重试这次运行。',
    },
    changed: {
      because: '因为它此前已有匹配结果，而现在另一个结果更合适',
      advice: '请手动指定是两者中的哪一个。在此之前不会标记任何内容。',
    },
    'upstream-down': {
      because: '因为无法写入 Bangumi',
      advice: '无需处理，下一次同步会再试。',
    },
    refused: {
      because: '因为 Bangumi 拒绝了该条目或其标记',
      advice:
        '请查看 Bangumi 上的条目：可能已被锁定、合并或删除。之后会以越来越长的间隔重试，完整同步则立即重试。',
    },
    'needs-reauth': {
      because: '因为 Bangumi 不再接受此前对您账号的授权',
      advice: '请重新连接 Bangumi，下一次同步会从这里继续。',
    },
    guard: {
      because: '因为改动较大，需要有人同意',
      advice: '请查看将要更改的内容，然后同意或拒绝。',
    },
    'over-limit': {
      because: '因为账号的上限已没有余量',
      advice: '请腾出空间或提高上限，完整同步会立即重试。',
    },
    'out-of-scope': {
      because: '因为没有迹象表明 Bangumi 收录了它',
      advice: '如果 Bangumi 确有收录，请手动指定它对应什么。',
    },
    filtered: {
      because: '因为您的设置不包括这类内容',
      advice: '如需同步，请更改设置。',
    },
    undone: {
      because: '因为标记它的那次运行已被撤销',
      advice: '如需重新标记，请撤销那次撤销运行。',
    },
    'ignored-by-user': {
      because: '因为您在 Bangumi 上将它标为抛弃或搁置，或选择了忽略',
      advice: '如需同步，请撤销该选择，然后重试这次运行或手动指定它对应什么。',
    },
  },
  place: {
    episode: '条目 {subject} 的章节 {episode}',
    whole: '条目 {subject} 整体',
  },
  change: {
    asBefore: '此前匹配到{place}，尚未为您标记。',
    asMarked: '目前在 Bangumi 上标记为{place}。',
    byNow: '现在的匹配结果不同：{what}。',
    unknown: '现在的匹配结果不同，但具体结果没有记录。',
  },
  inDetail: '具体依据：{evidence}。',
  waitsForService: '服务要求在 {at} 之前不要访问。',
  signals: {
    'id-map': 'ID 映射',
    title: '标题',
    sequel: '续集',
    imdb: 'IMDb 编号',
    number: '集数',
    'absolute-number': '总集数',
    'episode-title': '章节标题',
    'air-date': '首播日期',
    'only-row': '唯一章节',
    gate: '作品来源',
    mapping: '人工指定',
    changed: '结果有变',
  },
  quoted: '{signal}（“{detail}”）',
  evidence: zhCnEvidence,
  listed: '；',
};
