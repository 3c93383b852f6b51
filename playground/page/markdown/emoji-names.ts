/**
 * Names that people type between colons, which Discord shows as emoji in a bot's text too. Discord
 * knows some four thousand; these are the ones that outside text is likely to contain.
 */
const names = `100 💯|+1 👍|-1 👎|art 🎨|bar_chart 📊|book 📖|books 📚|bookmark 🔖|boom 💥|brain 🧠|bug 🐛|bulb 💡
calendar 📅|camera 📷|chart_with_upwards_trend 📈|check ✅|clap 👏|clock1 🕐|computer 💻|cry 😢|eyes 👀|exploding_head 🤯
fire 🔥|gear ⚙️|gem 💎|globe_with_meridians 🌐|grinning 😀|grin 😁|hammer 🔨|heart ❤️|heart_eyes 😍|hourglass ⌛|hugging 🤗
joy 😂|key 🔑|laughing 😆|link 🔗|lock 🔒|mag 🔍|memo 📝|microscope 🔬|muscle 💪|newspaper 📰|ok 🆗|ok_hand 👌|page_facing_up 📄
paperclip 📎|point_down 👇|point_left 👈|point_right 👉|point_up ☝️|pray 🙏|pushpin 📌|question ❓|raised_hands 🙌|robot 🤖|rocket 🚀
rofl 🤣|satellite 📡|scream 😱|scroll 📜|see_no_evil 🙈|shrug 🤷|sleeping 😴|smile 😄|smiley 😃|smirk 😏|snake 🐍|sob 😭|sparkles ✨
star ⭐|sunglasses 😎|tada 🎉|telescope 🔭|thinking 🤔|thumbsdown 👎|thumbsup 👍|trophy 🏆|warning ⚠️|wave 👋|white_check_mark ✅
wink 😉|wrench 🔧|writing_hand ✍️|x ❌|zap ⚡`;

/** Emoji by name, without the colons. */
export const emojiByName: ReadonlyMap<string, string> = new Map(
  names.split(/[|\n]/).map((entry) => {
    const [name = '', emoji = ''] = entry.split(' ');
    return [name, emoji];
  }),
);
