import { DefaultUserAgent } from 'discord.js';
import manifest from '../../package.json' with { type: 'json' };

/** Who asks, behind what Discord requires: `DiscordBot (address, version)`. */
export const USER_AGENT_APPENDIX = `Paperboy/${manifest.version}`;
export const userAgent = `${DefaultUserAgent} ${USER_AGENT_APPENDIX}`;
