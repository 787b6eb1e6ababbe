/** Where anybody can have an address: such a domain says nothing about who writes. With names in any country's version. */
const anyCountry = [
  'gmail',
  'googlemail',
  'hotmail',
  'live',
  'outlook',
  'yahoo',
  'ymail',
  'gmx',
  'yandex',
  'aol',
  'windowslive',
  'msn',
  'rocketmail',
  'walla',
  'protonmail',
];
const exactly = new Set(
  (
    'icloud.com me.com mac.com proton.me pm.me tutanota.com tuta.io tuta.com zoho.com zohomail.com fastmail.com fastmail.fm hey.com ' +
    'mail.com mail.ru inbox.ru list.ru bk.ru rambler.ru qq.com 163.com 126.com sina.com naver.com daum.net hushmail.com duck.com ' +
    'mozmail.com privaterelay.appleid.com web.de t-online.de freenet.de arcor.de orange.fr free.fr wanadoo.fr laposte.net sfr.fr ' +
    'libero.it virgilio.it tiscali.it alice.it comcast.net verizon.net att.net cox.net sbcglobal.net bellsouth.net charter.net ' +
    'earthlink.net juno.com btinternet.com sky.com virginmedia.com ntlworld.com talktalk.net bigpond.com optusnet.com.au ukr.net ' +
    'seznam.cz wp.pl o2.pl onet.pl interia.pl abv.bg rediffmail.com mynet.com ' +
    'netvision.net.il bezeqint.net bezeqint.net.il bezeq.net 012.net.il 013.net 013.net.il 013net.net 014.net.il 015.net.il 017.net.il ' +
    'zahav.net.il barak.net.il barak-online.net inter.net.il internet-zahav.net actcom.co.il smile.net.il nana.co.il nana10.co.il ' +
    'hotnet.net.il netzero.net partner.net.il orange.net.il cellcom.co.il xfone.co.il neto.net.il isdn.net.il trendline.co.il'
  ).split(' '),
);

/** Whether a domain (lower case) is one at which strangers have addresses side by side. */
export function isPublicDomain(domain: string): boolean {
  const [name = ''] = domain.split('.');
  return exactly.has(domain) || (anyCountry.includes(name) && /^[^.]+(?:\.[a-z]{2,3}){1,2}$/.test(domain));
}
