import { beforeAll } from '@jest/globals';
import { aWorld, anAccount, anAnime } from '../scenario-builders.js';
import { withInstallation, type Installation } from './installation.js';
import { personAt, type Person } from './person.js';
import { withWebhookReceivers, type WebhookReceiver } from './webhook-receiver.js';

export interface TwoPeople {
  readonly installation: Installation;
  /** Reads Chinese. */
  readonly admin: Person;
  /** Reads English. */
  readonly member: Person;
  /** From now on a program of theirs takes the webhooks of their account. */
  readonly receiveWebhooks: (person: Person) => Promise<void>;
  readonly webhooksOf: (person: Person) => ReturnType<WebhookReceiver['received']>;
}

export const series = anAnime(1);
/** Nobody can say what its episodes are on Bangumi. */
export const unmappable = anAnime(2, { hasTmdb: false });

/** A fresh installation, and two people who have accounts at the services and none with us yet. Call it at the top of a file. */
export function withTwoPeople(): () => TwoPeople {
  const world = aWorld([series, unmappable], [anAccount(1), anAccount(2)]);
  const installation = withInstallation(world);
  const receive = withWebhookReceivers();
  let made: TwoPeople | undefined;

  beforeAll(() => {
    const receivers = new Map<Person, WebhookReceiver>();
    made = {
      installation: installation(),
      admin: personAt(installation(), {
        name: '小明',
        service: anAccount(1).name,
        acceptLanguage: 'zh-CN,zh;q=0.9,en;q=0.8',
      }),
      member: personAt(installation(), {
        name: 'Bob',
        service: anAccount(2).name,
        acceptLanguage: 'en-GB,en;q=0.9,zh;q=0.1',
      }),
      async receiveWebhooks(person) {
        receivers.set(person, await receive(person.account));
      },
      webhooksOf: (person) => receivers.get(person)?.received() ?? [],
    };
  });

  return () => {
    if (made === undefined) throw new Error('The two people are there once tests run.');
    return made;
  };
}
