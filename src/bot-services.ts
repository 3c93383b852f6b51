import { commands } from '../commands/index.ts';
import type { Archive } from './archive/types.ts';
import type { ArrivedDays } from './arrived-days.ts';
import type { Builder } from './builder/builder.ts';
import type { BotServices } from './command.ts';
import type { Config } from './config/config.ts';
import type { DeliveryService } from './delivery/delivery.ts';
import { localDate } from './digest/day.ts';
import type { DiscordClient } from './discord/client.ts';
import { nextTime } from './schedule/due-time.ts';
import { createSearch } from './search/search.ts';
import type { State } from './store/state.ts';

interface Parts {
  config: Config;
  archive: Archive;
  arrivedDays: ArrivedDays;
  state: State;
  delivery: DeliveryService;
  discord: DiscordClient;
  builder: Builder;
  /** Unix milliseconds. */
  now: () => number;
}

/** Gathers from the parts what commands use. */
export function createBotServices(parts: Parts): BotServices {
  const { config, archive, arrivedDays, state, delivery, discord, builder, now } = parts;
  return {
    commands,
    archive,
    search: createSearch(archive.searchable),
    subscriptions: state.subscriptions,
    guildSettings: state.guildSettings,
    customIdStore: state.customIdStore,
    defaults: { time: config.postTime, timeZone: config.timeZone },
    now: () => new Date(now()),
    today: () => localDate(now(), config.timeZone),
    deliver: delivery.postNow,
    nextDelivery: (subscription) => new Date(nextTime(subscription, now())),
    deliveryForecast: delivery.deliveryForecast,
    channelAccess: discord.channelAccess,
    mayMention: discord.mayMention,
    async recentDeliveries(channelId, limit) {
      const days = arrivedDays.newest(limit);
      const records = await state.deliveries.getMany(days.map((day) => ({ day, channelId })));
      return days.flatMap((day, index) => {
        const record = records[index];
        return record ? [{ day, record }] : [];
      });
    },
    deliveryHealth: delivery.health,
    buildStatuses: () => builder.statuses(),
  };
}
