import { defineMessages } from './messages.ts';

/** The one-token test of a provider and its plain answers. */
export const providerTests = defineMessages({
  en: {
    lastTest: 'Last test',
    lastTestSub: '{time}, one token',
    neverTested: 'Not tested yet. The test sends one short request and asks for one token.',
    'test-works': 'Works. {model} answered in {duration} with one token.',
    'test-works-cost': 'Works. {model} answered in {duration} with one token, for {cost}.',
    'test-key-missing': 'There is no key yet. Add one, then test again.',
    'test-key-rejected':
      'The provider does not accept this key. It may be revoked, mistyped, or made for another region.',
    'test-no-credit':
      'The key is good, but the account has no credit left. Top it up at the provider.',
    'test-rate-limited':
      'The key is good, but the account is at its rate limit. Try again in a minute.',
    'test-model-not-found':
      'The provider answers, but it has no model called {model}. Fetch its models and pick another.',
    'test-unreachable':
      'Nothing answers at this address. Check that it is right and that the server runs.',
    'test-timeout': 'The address accepts connections but did not answer in time.',
    'test-not-this-wire':
      'Something answers, but not in this dialect. Try the other dialect or check the address.',
    'test-failed': 'The test failed.',
    itsWords: 'Its own words: {detail}',
  },
  ko: {
    lastTest: '최근 테스트',
    lastTestSub: '{time}, 토큰 1개',
    neverTested: '아직 테스트하지 않았습니다. 짧은 요청 하나를 보내 토큰 1개를 받습니다.',
    'test-works': '정상 작동합니다. {model} 모델이 {duration} 만에 토큰 1개로 응답했습니다.',
    'test-works-cost':
      '정상 작동합니다. {model} 모델이 {duration} 만에 토큰 1개로 응답했으며 비용은 {cost}입니다.',
    'test-key-missing': '아직 키가 없습니다. 키를 추가한 뒤 다시 테스트하세요.',
    'test-key-rejected':
      '공급자가 이 키를 받아들이지 않습니다. 폐기되었거나 잘못 입력했거나 다른 지역용 키일 수 있습니다.',
    'test-no-credit': '키는 유효하지만 계정 잔액이 없습니다. 공급자에서 충전하세요.',
    'test-rate-limited': '키는 유효하지만 계정이 속도 한도에 도달했습니다. 1분 뒤 다시 시도하세요.',
    'test-model-not-found':
      '공급자는 응답하지만 {model} 모델이 없습니다. 모델을 가져와 다른 모델을 고르세요.',
    'test-unreachable':
      '이 주소에서 응답이 없습니다. 주소가 맞는지, 서버가 실행 중인지 확인하세요.',
    'test-timeout': '연결은 되었지만 시간 내에 응답하지 않았습니다.',
    'test-not-this-wire':
      '응답은 있지만 이 형식이 아닙니다. 다른 형식을 고르거나 주소를 확인하세요.',
    'test-failed': '테스트에 실패했습니다.',
    itsWords: '공급자의 메시지: {detail}',
  },
  ar: {
    lastTest: 'آخر اختبار',
    lastTestSub: '{time}، رمز واحد',
    neverTested: 'لم يُختبر بعد. يرسل الاختبار طلبًا قصيرًا ويطلب رمزًا واحدًا.',
    'test-works': 'يعمل. رد {model} خلال {duration} برمز واحد.',
    'test-works-cost': 'يعمل. رد {model} خلال {duration} برمز واحد بتكلفة {cost}.',
    'test-key-missing': 'لا مفتاح بعد. أضف مفتاحًا ثم أعد الاختبار.',
    'test-key-rejected': 'لا يقبل المزوّد هذا المفتاح. قد يكون ملغى أو مكتوبًا خطأ أو لمنطقة أخرى.',
    'test-no-credit': 'المفتاح صحيح لكن رصيد الحساب نفد. اشحنه لدى المزوّد.',
    'test-rate-limited': 'المفتاح صحيح لكن الحساب بلغ حدّ المعدّل. أعد المحاولة بعد دقيقة.',
    'test-model-not-found': 'يرد المزوّد لكن ليس لديه نموذج باسم {model}. اجلب نماذجه واختر غيره.',
    'test-unreachable': 'لا شيء يرد على هذا العنوان. تحقق من صحته ومن أن الخادم يعمل.',
    'test-timeout': 'يقبل العنوان الاتصال لكنه لم يرد في الوقت المحدد.',
    'test-not-this-wire': 'هناك رد لكن ليس بهذه الصيغة. جرّب الصيغة الأخرى أو تحقق من العنوان.',
    'test-failed': 'فشل الاختبار.',
    itsWords: 'بكلماته: {detail}',
  },
});
