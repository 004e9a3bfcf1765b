/** What matching says in English, in Chinese: by the form of its details. Of one that is not here, the English is quoted. */
export const zhCnEvidence: readonly (readonly [detail: RegExp, words: string])[] = [
  [
    /^bangumi-data puts subject (\d+) \((.*)\) in season (\d+) starting at episode (\d+)$/s,
    'bangumi-data 将条目 {1}（{2}）列为第 {3} 季，从第 {4} 集开始',
  ],
  [
    /^bangumi-data puts subject (\d+) \((.*)\) in season (\d+)$/s,
    'bangumi-data 将条目 {1}（{2}）列为第 {3} 季',
  ],
  [
    /^bangumi-data puts this film at subject (\d+) \((.*)\)$/s,
    'bangumi-data 将这部影片对应到条目 {1}（{2}）',
  ],
  [
    /^Bangumi does not show subject (\d+) \(deleted or hidden\)$/,
    'Bangumi 不显示条目 {1}（已删除或隐藏）',
  ],
  [
    /^Bangumi shows none of these subjects \(deleted or hidden\)$/,
    'Bangumi 不显示其中任何条目（已删除或隐藏）',
  ],
  [/^number ([\d.-]+) within the subject$/, '在条目内为第 {1} 集'],
  [/^episode number ([\d.-]+) is the wiki's number$/, 'Bangumi 的集数为 {1}'],
  [/^absolute number ([\d.-]+) is the wiki's number$/, '总集数 {1} 与 Bangumi 的集数一致'],
  [/^number ([\d.-]+) if the prologue is not counted$/, '不计序章为第 {1} 集'],
  [
    /^row ([\d.-]+) in the wiki's order, recaps considered$/,
    '考虑总集篇，按 Bangumi 的顺序为第 {1} 个章节',
  ],
  [
    /^episode ([\d.-]+) after ([\d.-]+) episodes of earlier cours$/,
    '之前各季度共 {2} 集，其后第 {1} 集',
  ],
  [/^episode ([\d.-]+) after ([\d.-]+) of earlier seasons$/, '之前各季共 {2} 集，其后第 {1} 集'],
  [/^row (\d+) is its only one$/, '章节 {1} 是唯一的章节'],
  [/^row ([\d.]+) of (\d+)$/, '{2} 个章节中的第 {1} 个'],
  [/^its title is “(.*)”$/s, '章节标题为“{1}”'],
  [
    /^first aired on an unknown day \(Japan\), Bangumi's row says an unknown day$/,
    '首播日期未知，Bangumi 也没有日期',
  ],
  [
    /^first aired on an unknown day \(Japan\), Bangumi's row says (.+)$/,
    '首播日期未知，Bangumi 的章节为 {1}',
  ],
  [
    /^first aired on (.+) \(Japan\), Bangumi's row says an unknown day$/,
    '首播于 {1}（日本），Bangumi 的章节没有日期',
  ],
  [
    /^first aired on (.+) \(Japan\), Bangumi's row says (.+)$/,
    '首播于 {1}（日本），Bangumi 的章节为 {2}',
  ],
  [
    /^first aired on (.+) \(Japan\), subject (\d+) has no date$/,
    '首播于 {1}（日本），条目 {2} 没有日期',
  ],
  [
    /^first aired on (.+) \(Japan\), subject (\d+) began on (.+)$/,
    '首播于 {1}（日本），条目 {2} 从 {3} 开始',
  ],
  [/^released on (\d{4}-.+), Bangumi says an unknown day$/, '上映于 {1}，Bangumi 没有日期'],
  [/^released on (\d{4}-.+), Bangumi says (.+)$/, '上映于 {1}，Bangumi 为 {2}'],
  [/^released on a day of (\d+), Bangumi says (.+)$/, '{1} 年上映，Bangumi 为 {2}'],
  [/^subject (\d+) has no episode ([\d.-]+) yet$/, '条目 {1} 还没有第 {2} 集'],
  [/^subject (\d+) ends at ([\d.-]+) on an unknown day$/, '条目 {1} 到第 {2} 集为止，日期未知'],
  [/^subject (\d+) ends at ([\d.-]+) on (.+)$/, '条目 {1} 到第 {2} 集为止，日期为 {3}'],
  [/^subject (\d+) ends at ([\d.-]+)$/, '条目 {1} 到第 {2} 集为止'],
  [/^subject (\d+) lists no episodes$/, '条目 {1} 没有任何章节'],
  [
    /^subject (\d+) was on the air on (.+) and lists no episodes$/,
    '条目 {1} 在 {2} 正在播出，但没有任何章节',
  ],
  [
    /^“(.*)”, as Trakt calls it too, is the title of subject (\d+) “(.*)”$/s,
    '“{1}”（Trakt 的其他标题）是条目 {2}“{3}”的标题',
  ],
  [
    /^“(.*)”, as Trakt calls it too, begins the title of subject (\d+) “(.*)”$/s,
    '条目 {2}“{3}”的标题以“{1}”（Trakt 的其他标题）开头',
  ],
  [/^“(.*)” is the title of subject (\d+) “(.*)”$/s, '“{1}”是条目 {2}“{3}”的标题'],
  [/^“(.*)” begins the title of subject (\d+) “(.*)”$/s, '条目 {2}“{3}”的标题以“{1}”开头'],
  [/^subject (\d+) “(.*)” is the sequel of (\d+)$/s, '条目 {1}“{2}”是条目 {3} 的续集'],
  [/^subject (\d+) “(.*)” is the sequel of (.+)$/s, '条目 {1}“{2}”是 {3} 的续集'],
  [/^subject (\d+) is the sequel of (\d+) “(.*)”$/s, '条目 {1} 是条目 {2}“{3}”的续集'],
  [/^subject (\d+) names the same IMDb id (.*)$/, '条目 {1} 的 IMDb 编号相同（{2}）'],
  [/^no subject on Bangumi is called “(.*)”$/s, 'Bangumi 上没有名为“{1}”的条目'],
  [
    /^no subject on Bangumi is called “(.*)”, nor by any other title that Trakt has \((\d+)\)$/s,
    'Bangumi 上没有名为“{1}”的条目，按 Trakt 的其他标题（{2} 个）也没有找到',
  ],
  [
    /^(\d+) subjects are called so or begin so, and none of them fits$/,
    '有 {1} 个条目以此为名或以此开头，但都不符合',
  ],
  [
    /^the id map knows the show, but none of its subjects fits season, number and date$/,
    'ID 映射收录了这部剧集，但其中没有条目与季、集数和日期相符',
  ],
  [
    /^Trakt names no TMDB id, and neither genre nor country suggests that it is on Bangumi$/,
    'Trakt 没有给出 TMDB 编号，类型和国家也不表明 Bangumi 有收录',
  ],
  [
    /^(\d+) subjects are called so, begin so or are listed so, and none of them fits$/,
    '标题相同、以此开头或由 ID 列表给出的条目有 {1} 个，但没有一个吻合',
  ],
  [
    /^(\S+) puts (\S+ \S+), season (\d+) from episode ([\d.]+) at subject (\d+)$/,
    '{1} 将 {2} 第 {3} 季从第 {4} 集起对应到条目 {5}',
  ],
  [/^(\S+) puts (\S+ \S+), season (\d+) at subject (\d+)$/, '{1} 将 {2} 第 {3} 季对应到条目 {4}'],
  [
    /^(\S+) puts (\S+ \S+) from episode ([\d.]+) at subject (\d+)$/,
    '{1} 将 {2} 从第 {3} 集起对应到条目 {4}',
  ],
  [/^(\S+) puts (\S+ \S+) at subject (\d+)$/, '{1} 将 {2} 对应到条目 {3}'],
  [
    /^TMDB id (\d+) is not in the id map, but anime-lists has it$/,
    'ID 映射没有 TMDB 编号 {1}，但 anime-lists 收录了它',
  ],
  [
    /^Trakt names no TMDB id, but anime-lists has it$/,
    'Trakt 没有给出 TMDB 编号，但 anime-lists 收录了它',
  ],
  [
    /^TMDB id (\d+) is not in the id map, and neither genre nor country suggests that it is on Bangumi$/,
    'ID 映射没有 TMDB 编号 {1}，类型和国家也不表明 Bangumi 有收录',
  ],
  [
    /^TMDB id (\d+) is not in the id map, but its (genre|country) (.+) suggests that it is on Bangumi$/,
    'ID 映射没有 TMDB 编号 {1}，但其类型或国家（{3}）表明 Bangumi 可能有收录',
  ],
  [
    /^Trakt names no TMDB id, but its (genre|country) (.+) suggests that it is on Bangumi$/,
    'Trakt 没有给出 TMDB 编号，但其类型或国家（{2}）表明 Bangumi 可能有收录',
  ],
  [
    /^TMDB id (\d+) is not in the id map, but neither genre nor country says that it is not on Bangumi$/,
    'ID 映射没有 TMDB 编号 {1}，但类型和国家也不表明 Bangumi 没有收录',
  ],
  [
    /^Trakt names no TMDB id, but neither genre nor country says that it is not on Bangumi$/,
    'Trakt 没有给出 TMDB 编号，但类型和国家也不表明 Bangumi 没有收录',
  ],
  [
    /^TMDB id (\d+) is not in the id map, but live action of every country is looked for$/,
    'ID 映射没有 TMDB 编号 {1}，但各国的真人作品都在查找之列',
  ],
  [
    /^Trakt names no TMDB id, but live action of every country is looked for$/,
    'Trakt 没有给出 TMDB 编号，但各国的真人作品都在查找之列',
  ],
  [
    /^it was matched to episode (\d+) of subject (\d+) on (\S+) \(id map (.+)\)$/s,
    '此前于 {3} 匹配到条目 {2} 的章节 {1}（ID 映射 {4}）',
  ],
  [
    /^it was matched to subject (\d+) on (\S+) \(id map (.+)\)$/s,
    '此前于 {2} 匹配到条目 {1}（ID 映射 {3}）',
  ],
  [
    /^now everything speaks for episode (\d+) of subject (\d+)$/,
    '现在一切都表明是条目 {2} 的章节 {1}',
  ],
  [/^now everything speaks for subject (\d+)$/, '现在一切都表明是条目 {1}'],
  [/^now it would be parked \(unmatched\)$/, '现在没有能够确定的对应内容'],
  [/^now it would be parked \(ambiguous\)$/, '现在可能对应的内容不止一个'],
  [/^now it would be parked \(episode-missing\)$/, '现在的条目中没有这一集'],
  [/^now it would be excluded \(out-of-scope\)$/, '现在没有迹象表明 Bangumi 收录了它'],
  [
    /^Trakt calls it “(.*)”, released on (.+); the map's film is of (.+)$/s,
    'Trakt 称之为“{1}”，上映于 {2}；映射中的影片为 {3}',
  ],
];
