// How a text is cut, on both sides. The twin of generator/search/letters.py, which says why.
export const LONGEST = 60;
const SILENT =
  /怎么办|怎么样|怎么|为什么|什么|我们|你们|他们|她们|咱们|大家|这个|那个|这样|那样|这么|那么|这种|那种|一个|一下|有个|有点|可不可以|可以|能不能|要不要|是不是|有没有|行不行|该不该|会不会|应该|需要|请问|如果|还是|已经|现在|时候|到底|就是|知道|咋办|咋整|咋|啥|那儿|这儿|哪儿|[的吗呢吧啊呀嘛哪您你我他她它]/g;
const FAINT = new Set("不给了在个是就都还也把被让跟和很太又再才得着过这那");
export const EMPTY = new Set(
  "a an and are at be by can do does for from get has have how i if in is it me my not of on or our should so that the they this to we what when where which who with you your".split(" "),
);
const RUN = /[㐀-䶿一-鿿]+|[a-z0-9]+/g;
const OTHER = /[^㐀-䶿一-鿿a-z0-9]/g;
const MARKS = /[\u0300-\u036f]/g;

export const fold = (text) => text.normalize("NFKD").toLowerCase().replace(MARKS, "").replace(OTHER, " ");
export const isHan = (run) => run[0] > "z";
export const runs = (folded) => folded.match(RUN) ?? [];
export const pieces = (run) => run.split(SILENT).filter(Boolean);
export const pairs = (piece) => Array.from({ length: piece.length - 1 }, (_, at) => piece.slice(at, at + 2));
export const isFaint = (term) => term.length === 2 && (FAINT.has(term[0]) || FAINT.has(term[1]));

/** A syllable without the differences that tongues and thumbs do not make: zh/z, ch/c, sh/s, l/n, ng/n. */
export const foldSound = (syllable) =>
  syllable.replaceAll("v", "u").replace(/^([zcs])h/, "$1").replace(/^l/, "n").replace(/ng$/, "n");
