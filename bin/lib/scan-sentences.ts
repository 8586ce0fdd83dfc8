import type { ScanFailureReason } from '@/lib/scans/schema';

export type Language = 'ko' | 'en';

/** Cases that only the command line has. */
type CommandProblem = 'output_unwritable' | 'output_not_glb' | 'engine_missing';

/**
 * What went wrong and what to do, for whoever runs the command. The web's sentences (messages/*.json) speak to a seller
 * about an upload and its listing; these speak about files.
 */
const sentences: Record<ScanFailureReason | CommandProblem, Record<Language, string>> = {
  unreadable: {
    en: 'The input cannot be read as a video or photographs: it is missing, incomplete or of another kind. Give an MP4, MOV or WebM file as the camera wrote it, or a folder of JPEG photographs.',
    ko: '영상이나 사진으로 읽을 수 없어요. 파일이 없거나, 잘렸거나, 다른 종류예요. 카메라로 찍은 MP4·MOV·WebM 원본이나 JPEG 사진 폴더를 주세요.',
  },
  too_short: {
    en: 'The video is too short. Walk once round the item, about 20 seconds, and film again.',
    ko: '영상이 너무 짧아요. 물건 둘레를 한 바퀴, 20초쯤 돌며 다시 찍어 주세요.',
  },
  too_long: {
    en: 'The video is longer than three minutes. Cut it down to one or two walks round the item.',
    ko: '영상이 3분보다 길어요. 물건을 한두 바퀴 도는 부분만 잘라 주세요.',
  },
  too_blurry: {
    en: 'The pictures are too blurred. Film again in good light, moving slowly.',
    ko: '화면이 너무 흐려요. 밝은 곳에서 천천히 움직이며 다시 찍어 주세요.',
  },
  too_few_views: {
    en: 'There are too few views of the item that fit together. Walk all the way round it slowly, or take at least 12 photographs with plenty of overlap.',
    ko: '서로 이어지는 장면이 모자라요. 물건 둘레를 천천히 한 바퀴 다 돌거나, 많이 겹치게 사진을 12장 넘게 찍어 주세요.',
  },
  no_parallax: {
    en: 'No parallax: the camera only turned on the spot, so depth cannot be seen. Walk round the item while filming.',
    ko: '카메라가 제자리에서만 돌아서 깊이를 알 수 없어요(no parallax). 물건 둘레를 걸으며 찍어 주세요.',
  },
  too_plain_or_shiny: {
    en: 'The surface is too plain or shiny to be measured. Put the item on patterned cloth or newspaper, away from strong light, and film again.',
    ko: '표면이 너무 밋밋하거나 반짝여요. 무늬 있는 천이나 신문 위에 놓고 강한 빛을 피해 다시 찍어 주세요.',
  },
  item_turned: {
    en: 'The item turned while the camera stood still. Leave the item in place and walk round it.',
    ko: '카메라는 가만히 있고 물건이 돌았어요. 물건은 그대로 두고 둘레를 걸으며 찍어 주세요.',
  },
  nothing_recognised: {
    en: 'No item was found where the camera looked. Film one item, large and in the middle of the picture.',
    ko: '카메라가 향한 곳에서 물건을 찾지 못했어요. 물건 하나를 화면 가운데에 크게 찍어 주세요.',
  },
  engine_crashed: {
    en: 'The scan engine failed; the input is not at fault. Run it again with --keep DIR to keep what was done, then with --resume.',
    ko: '스캔 엔진에 문제가 생겼어요. 입력 탓은 아니에요. --keep DIR로 다시 실행하면 중간 결과가 남고, --resume으로 이어서 할 수 있어요.',
  },
  out_of_space: {
    en: 'The disk is full: a scan needs about 3 GB while it runs. Free some space, or let TMPDIR or --keep point to a larger disk.',
    ko: '디스크가 가득 찼어요. 스캔하는 동안 3 GB쯤 필요해요. 자리를 비우거나 TMPDIR 또는 --keep으로 더 큰 디스크를 정해 주세요.',
  },
  cancelled: {
    en: 'Stopped. Nothing was written.',
    ko: '멈췄어요. 아무것도 쓰지 않았어요.',
  },
  output_unwritable: {
    en: 'The output cannot be written there. Give a path in a folder that exists and that you may write to.',
    ko: '그곳에는 결과를 쓸 수 없어요. 있는 폴더이고 쓸 수 있는 경로를 주세요.',
  },
  output_not_glb: {
    en: 'The output is a GLB file: give a name that ends in .glb.',
    ko: '결과는 GLB 파일이에요. .glb로 끝나는 이름을 주세요.',
  },
  engine_missing: {
    en: 'Meshroom cannot run here: it takes meshroom_batch on PATH and an NVIDIA card. Leave --engine out, or use --engine builtin.',
    ko: '여기서는 Meshroom을 쓸 수 없어요. PATH에 meshroom_batch가 있고 NVIDIA 그래픽 카드가 있어야 해요. --engine을 빼거나 --engine builtin을 쓰세요.',
  },
};

export type Problem = keyof typeof sentences;

export function sentence(problem: Problem, language: Language): string {
  return sentences[problem][language];
}

/** The language of the person at the terminal, from the usual variables; English unless they say Korean. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.startsWith('ko') ? 'ko' : 'en';
}
