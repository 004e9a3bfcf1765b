import type { Templates } from './templates.js';

export const zhCn: Templates = {
  events: {
    'run.failed': {
      title: '观看记录同步未成功',
      body: '上一次同步已结束，原因：{reason}。没有丢失任何记录，尚未同步的内容会保留等待。',
      advice: '下一次同步会从这里继续。如果一直如此，请查看这次运行的详情和建议。',
    },
    'run.rate-limited': {
      title: '同步暂停：请求过多',
      body: '服务要求我们放慢速度，同步将在 {retryAt} 之后继续。',
      advice: '无需处理。如果经常发生，请降低同步频率，或检查是否有其他程序在使用同一账号。',
    },
    'run.slow': {
      title: '观看记录同步平均每条耗时为平常的 {times} 倍',
      body: '本次用 {seconds} 秒处理了 {plays} 条观看记录，平均每条 {msPerPlay} 毫秒；此前半数的同步平均每条最多 {usualMsPerPlay} 毫秒。',
      advice:
        '偶尔一次无需处理；如果持续出现，说明某个服务响应缓慢或要求等待，运行详情中列出了所发的请求。每天最多提醒一次。',
    },
    'connection.needs-reauth': {
      title: '请重新连接 {service}',
      body: '{service} 不再接受此前的授权。在您重新连接账号之前同步会暂停，您的记录都会保留。',
      advice: '打开链接，登录 {service} 并同意授权。',
    },
    'connection.token-dying': {
      title: '{service} 的授权即将到期',
      body: '您的 {service} 账号授权将于 {expiresAt} 到期，且无法自动续期。',
      advice: '请在此之前重新连接 {service}，以免错过同步。',
    },
    'api-keys.expiring': {
      title: '有 {count} 个 API 密钥即将到期或已到期',
      body: '密钥及其到期时间：{keys}。',
      advice: '仍需使用的密钥请在到期前轮换并设置新的到期时间；已到期的请新建密钥替换。',
    },
    'connection.app-blocked': {
      title: '{service} 拒绝了本站应用',
      body: '{service} 不再为本站 watchflow 所用的应用提供服务。所有人的同步都已暂停，连接全部保留。',
      advice: '需要站点管理员在 {service} 的设置中处理该应用，您无需操作。',
    },
    'plays.parked': {
      title: '有 {count} 条观看记录等待处理',
      body: '{count} 条观看记录无法确定对应条目，因此没有同步。',
      advice: 'GET /api/v1/matches 会列出它们及候选条目：请逐条确认对应什么，或选择忽略。',
    },
    'removals.asked': {
      title: '是否取消 {count} 个标记？',
      body: '{count} 条记录已从 Trakt 消失。除非您同意，它们在 Bangumi 上的标记会保留。',
      advice:
        'GET /api/v1/removals 列出了这些记录，请同意或拒绝。{expiresAt} 之前没有答复则保留标记。',
    },
    'matches.changed': {
      title: '有 {count} 处标记可能对应其他条目',
      body: '您在 Bangumi 上已标记的 {count} 集或影片，现在会匹配到不同的结果。已标记的内容保持不变。',
      advice:
        'GET /api/v1/matches?state=changed 会列出前后两种结果：请逐条确认对应什么，或选择保留。',
    },
    'schedule.tick-missed': {
      title: '错过了定时同步',
      body: '自 {since} 起有 {missed} 次同步没有执行。',
      advice: '看过的内容会在下一次同步时补上。管理员可以检查 watchflow 当时为何没有运行。',
    },
    'id-map.refused': {
      title: '新的 {dataSet} 数据未被采用',
      body: '用于匹配条目的 {dataSet} 数据已重新读取，但{reason}。仍继续使用之前的版本。',
      advice: '请打开链接查看问题所在，并确认数据地址是否仍然正确。下一次更新会再次尝试。',
    },
    'backup.failed': {
      title: '每日备份未能完成',
      body: '{at} 的备份在多次尝试后仍然失败。之前的备份仍然保留。',
      advice:
        '请在日志中查看原因：多半是备份目录不存在、已满或不可写。`watchflow backup` 可立即备份；`watchflow doctor` 会显示最新备份的时间。',
    },
    'job.failed': {
      title: '后台任务 {job} 失败',
      body: '该任务于 {at} 开始，多次尝试后仍失败。在恢复之前，每天会再提醒一次。',
      advice:
        '链接中列出了每次运行，失败的运行附有原因。到点后它会再次运行，也可以在那里立即运行。',
    },
    'job.slow': {
      title: '后台任务 {job} 耗时远超平常',
      body: '于 {at} 开始的运行耗时 {seconds} 秒；此前半数的运行最多耗时 {usualSeconds} 秒。',
      advice: '偶尔一次无需处理；如果持续出现，请检查数据库的负载。',
    },
    'relay.stale': {
      title: '无法读取中转服务',
      body: '中转服务的用量数据已连续 {misses} 次读取失败；现有数据最晚截至 {since}。',
      advice:
        '请检查中转服务是否有响应，以及令牌或密码是否仍然有效；任务 data-sync 的运行记录见 GET /api/v1/jobs/data-sync/runs。现有数据会保留，服务恢复后会自动补齐。',
    },
    'relay.healed': {
      title: '中转服务已恢复读取',
      body: '用量数据自 {since} 起未更新，现已是最新。',
      advice: '无需处理。',
    },
    'api-key.limit-reached': {
      title: 'API 密钥“{keyName}”已达到上限',
      body: '{of}{period}最多 {limit} 次请求。在 {until} 之前，更多请求将被拒绝。',
      advice:
        'GET /api/v1/api-keys/{keyId}/usage 显示其用量；PATCH /api/v1/api-keys/{keyId} 可在运营者允许的范围内修改该密钥自己的上限。',
    },
    'health.changed': {
      title: 'watchflow 或其依赖的服务状态有变',
      body: '截至 {at}：{changes}。',
      advice:
        'GET /api/v1/system/health 列出各部分的现状与历史，运维文档说明了每个词的含义。已恢复为 ok 的无需处理。',
    },
    'syncs.failing': {
      title: '大部分同步失败',
      body: '自 {since} 起的最近 {runs} 次同步中有 {failed} 次未成功，主要原因：{reason}。{people} 人中有 {failing} 人最近一次同步失败。',
      advice:
        '链接中列出了这些运行，日志记录了原因，GET /api/v1/system/health 显示各服务是否正常。持续期间每天再提醒一次，恢复后通知一次。',
    },
    'syncs.healed': {
      title: '同步已恢复正常',
      body: '{toldAt} 通知的问题已经解决：{people} 人中有 {failing} 人最近一次同步失败。',
      advice: '无需处理，等待中的内容会继续同步。',
    },
    'ledger.astray': {
      title: '观看记录账本自相矛盾',
      body: '有 {count} 行存在以下问题：{kinds}。没有作任何更改。',
      advice: '日志中列出了这些行，运维文档说明了每种问题的含义。请保留此前的备份，并反馈该问题。',
    },
    'list.created': {
      title: '列表“{title}”已在 Trakt 上创建',
      body: '其中有 {total} 个条目。',
      advice: '无需处理，列表会自动保持最新。',
    },
    'list.create-failed': {
      title: '列表“{title}”尚未出现在 Trakt 上',
      body: '未能创建，原因：{reason}。本站上的列表是完整的。',
      advice: '请查看最近一次运行的建议。下一次运行会再次尝试。',
    },
    'list.synced': {
      title: '列表“{title}”已在 Trakt 上更新',
      body: '+{added} −{removed}，现有 {total} 个条目（{trigger}）。',
      advice: '无需处理。',
    },
    'list.sync-failed': {
      title: '列表“{title}”在 Trakt 上不是最新',
      body: '未能更新，原因：{reason}。本站上的列表是正确的。',
      advice: '请查看最近一次运行的建议。下一次运行会从这里继续。',
    },
    'list.removals-asked': {
      title: '要从列表“{title}”移除这么多条目吗？',
      body: '将从 Trakt 移除的条目超出了无需询问的数量，因此没有作任何更改。',
      advice:
        '请查看列表。如果正确，请 POST /api/v1/lists/{listId}/sync 并附上 {"allow_removals": true}；否则请修改规则。',
    },
    'list.unlinked': {
      title: '列表“{title}”已从 Trakt 消失',
      body: '它在那里被删除，或其说明中不再有本站的标记。此后不再改动它，本站上的列表仍然保留。',
      advice:
        '如需重新放到 Trakt，请 POST /api/v1/lists/{listId}/sync 并附上 {"relink": true}；如不再需要，请在这里删除。',
    },
    'list.deleted': {
      title: '列表“{title}”已删除',
      body: '本站和 Trakt 上都已删除。',
      advice: '无需处理。',
    },
    'list.delete-failed': {
      title: '列表“{title}”仍在 Trakt 上',
      body: '本站上已删除，但未能在 Trakt 上删除，原因：{reason}。',
      advice: '请在 Trakt 上自行删除，或在这里再次删除。',
    },
    'channel.disabled': {
      title: 'Webhook“{channelName}”已停用',
      body: '接收方表示该地址已永久失效（410），因此不再向它发送。',
      advice: '请更正地址后重新启用，或将其删除。',
    },
    'channel.mail-refused': {
      title: '发往“{channelName}”的邮件被拒收',
      body: '邮件服务器连续多次永久拒收，因此不再向该地址发送邮件。',
      advice: '请检查地址是否正确、邮箱能否收信，然后重新启用该渠道，或另建一个。',
    },
    'channel.confirm': {
      title: '允许 watchflow 向您发送邮件吗？',
      body: '有人请求把通知发送到这个地址，渠道名称为“{channelName}”。',
      advice:
        '如果是您本人，请打开链接并确认。如果不是，无需任何操作：未经您确认，不会再有其他邮件。',
    },
    'channel.test': {
      title: '来自 watchflow 的测试',
      body: '通知渠道“{channelName}”工作正常。',
      advice: '无需处理。',
    },
  },
  words: {
    schedule: '定时',
    manual: '手动',
    cli: '手动',
    'rate-limited': 'Trakt 要求稍候',
    'list-refused': '您的账号限制不允许',
    'list-incomplete': 'Trakt 显示的内容与发送的不一致',
    'list-failed': '发生错误',
    key: '该密钥',
    user: '您的所有密钥合计',
    minute: '每分钟',
    day: '每天',
    month: '每月',
    trakt: 'Trakt',
    bangumi: 'Bangumi',
    failed: '发生错误',
    'upstream-down': '无法连接到服务',
    'account-locked': '账号在该服务上被锁定',
    incomplete: '观看记录未能完整读取',
    damaged: '内容已损坏或不是这种数据',
    shrunken: '缺少了超过五分之一的条目',
  },
};
