import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillFields, unknownFieldsOf } from './text-fields.ts';

const values = { name: 'דנה', empty: '', number: '17' };

test('fields are filled once: what a value says is no field', () => {
  assert.equal(fillFields('שלום {{name}}, פנייה {{ number }}', values), 'שלום דנה, פנייה 17');
  assert.equal(fillFields('{{name}}', { name: '{{number}}', number: '1' }), '{{number}}');
  assert.equal(fillFields('{{name}}', { name: ' דנה\n  כהן ' }), 'דנה כהן');
  assert.equal(fillFields('{{other}} {{constructor}}', values), '{{other}} {{constructor}}');
  assert.equal(fillFields('$& {{name}} $1', { name: '$& $1' }), '$& $& $1 $1');
});

test('an empty field leaves no hole', () => {
  const holes: [string, string][] = [
    ['שלום {{empty}},\nתודה', 'שלום,\nתודה'],
    ['Hello {{empty}}!', 'Hello!'],
    ['{{empty}}, שלום', 'שלום'],
    ['תודה ל{{empty}} על הפנייה', 'תודה על הפנייה'],
    ['הצוות ב־{{empty}} יחזור אליך', 'הצוות יחזור אליך'],
    ['הפנייה ({{empty}}) התקבלה', 'הפנייה התקבלה'],
    ['בנושא ״{{empty}}״ נענה מחר', 'בנושא נענה מחר'],
    ['שירות לקוחות – {{empty}}', 'שירות לקוחות'],
    ['{{empty}} · שירות לקוחות', 'שירות לקוחות'],
    ['{{name}} | {{empty}} | חיפה', 'דנה | חיפה'],
    ['{{name}}, {{empty}}', 'דנה'],
    ['חתימה\n{{empty}}\nחיפה', 'חתימה\nחיפה'],
    ['שלום\n\n{{empty}}, ({{empty}})\n\nבברכה', 'שלום\n\nבברכה'],
    ['בברכה,\n\n{{empty}}', 'בברכה,'],
    ['{{empty}}', ''],
  ];
  for (const [given, wanted] of holes) assert.equal(fillFields(given, values), wanted, given);
});

test('where nothing is empty, not a character but the fields is changed', () => {
  const text = ' שלום , ( ) \n\n\n ל {{name}} :\n\n';
  assert.equal(fillFields(text, values), text.replace('{{name}}', 'דנה'));
  assert.equal(fillFields('א\n\n\n\nב {{empty}}', values), 'א\n\n\n\nב');
});

test('names that stand for nothing, each once', () => {
  assert.deepEqual(unknownFieldsOf('{{name}} {{ nmae }} {{nmae}} {{}} {x}', ['name']), ['nmae', '']);
  assert.deepEqual(unknownFieldsOf(`{{${'א'.repeat(500)}}}`, []), ['א'.repeat(60)]);
});
