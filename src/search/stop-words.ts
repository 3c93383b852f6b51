/**
 * Words that say nothing about a paper's subject, however rare they are in an archive: function
 * words, and those that every abstract praises itself with. As `tokenize` returns them.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `about above three four five six ten across after again against all almost along already also
  although always among and another any are around because been before being below between beyond
  both but can cannot could did does doing done down during each either else enough etc even every
  first for from further had has have having hence here how however into its itself just last
  least less like made mainly make makes making many may might more most mostly much must near
  need neither never new next nor not now off often once one only onto other others otherwise our
  out over own per perhaps quite rather same second see several shall should since some still such
  than that the their them then there therefore these they third this those though through thus
  together too toward towards two under until upon use used useful uses using usually very via was
  way ways well were what when where whereas whether which while who whole whose why will with
  within without would yet you your able according achieve achieved achieves achieving address
  addresses advance advances aim aims allow allowing allows apply applied applies approach
  approaches attain attains available based best better bring brings build built call called
  challenge challenges challenging combine combined combines combining common compare compared
  comparable comparison competitive compelling consider considered consist consists contain
  contains contribution contributions create created current currently demonstrate demonstrated
  demonstrates demonstrating describe described describes despite develop developed develops
  different difficult directly due easily easy effective effectively efficient efficiently employ
  employed enable enables enabling especially establish evaluate evaluated examine example
  examples existing exists experiment experimental experiments explore explored explores extensive
  find finding findings finds focus follow following found full fully furthermore general
  generally get gets give given gives giving good great help helps high higher highly idea
  implement implemented important improve improved improvement improvements improves improving
  include includes including increase increased increasing increasingly inspire inspired integrate
  integrated introduce introduced introduces investigate investigated issue issues key keep know
  known large larger largest lead leads learn learned level little long low lower main major
  method methods moreover namely novel number obtain obtained obtains offer offers open order
  outperform outperforming outperforms paper papers part particular particularly perform
  performance performed performs popular possible potential present presented presents previous
  previously prior problem problems promising propose proposed proposes provide provided provides
  providing range real recent recently reduce reduced reduces related rely require required
  requires result results reveal reveals set shed show showed showing shown shows significant
  significantly similar simple simply single small specific specifically state strong study
  studied studies success successful successfully suggest suggests superior support supports take
  taken takes task tasks aspect aspects commonly conduct conducted crucial essential extremely
  fewer hard harder insight insights investigation investigations jointly notable overall relevant
  release released remain remains remarkable respectively verify term terms tested today top
  traditional try type types typical typically understand unlike various vast want widely work
  works world worse year years yield yields`
    .split(/\s+/)
    .filter(Boolean),
);
