# Genehmigungen: angefragt, beantwortet, zurückgenommen.
approvals = Genehmigungen
nav-approvals = Genehmigungen
approval = Genehmigung
approval-ask = Genehmigung anfragen
approval-asked-by = Angefragt von
approval-expires = endet
approval-state-pending = Wartet auf Antwort
approval-state-approved = Genehmigt
approval-state-rejected = Abgelehnt
approval-state-expired = Niemand hat rechtzeitig geantwortet
approval-state-cancelled = Zurückgenommen
approval-step = Schritt { $number }
approval-needs-all = Alle müssen genehmigen
approval-needs-any = Eine Genehmigung genügt
approval-needs-at-least = { $count ->
    [one] Mindestens eine Person muss genehmigen
   *[other] Mindestens { $count } müssen genehmigen
}
approval-needs-percent = { $percent } % müssen genehmigen
approval-veto = eine Ablehnung entscheidet
approval-missing = { $count ->
    [one] eine fehlt noch
   *[other] { $count } fehlen noch
}
approval-more = { $count ->
    [one] und eine weitere Person
   *[other] und { $count } weitere Personen
}
approval-nobody = es gibt niemanden, der gefragt werden kann
approval-too-few = { $needed } müssen genehmigen, und nur { $found } können gefragt werden
approval-too-many = { $found } Personen sind zu viele
approver-manager = Führungskraft der anfragenden Person
approver-service-owner = verantwortlich für den Service
approver-role = Rolle { $role }
approver-members = Mitglied von { $team }
approver-leads = leitet { $team }
approval-substitute = abwesend, { $name } wird auch gefragt
approval-in-place = beantwortet von { $name }
approval-said-waiting = noch nicht
approval-said-approved = genehmigt
approval-said-rejected = abgelehnt
approval-said-over = keine Antwort
approval-comment = Kommentar; die anfragende Person liest ihn auch
approval-for = In Vertretung von
approve = Genehmigen
reject = Ablehnen
approval-cancel = Zurücknehmen
approval-reason = Grund (freiwillig)
done-approval-asked = Genehmigung angefragt.
done-approval-answered = Ihre Antwort ist da.
done-approval-cancelled = Die Anfrage wurde zurückgenommen.
approvals-mine = Wartet auf meine Antwort
approvals-mine-none-title = Nichts wartet auf Ihre Genehmigung
approvals-mine-none-text = Wenn jemand Ihre Genehmigung braucht, erscheint es hier, und Sie können sofort entscheiden.
approvals-decided = Was ich zuletzt entschieden habe
approvals-whole = Alles dazu
approvals-requester = Für
approvals-description = Beschreibung
approvals-conversation = Gespräch
approvals-ticket = Zum Ticket
approvals-gone = Diese Genehmigung wartet nicht mehr auf Sie.
home-approvals = Meine Genehmigungen
activity-approval-asked = { $who } hat die Genehmigung { $approval } angefragt
activity-approval-step = { $approval }: gefragt ist { $names }
activity-approval-skipped = Ein Schritt von { $approval } wurde ausgelassen
activity-approval-yes = { $who } hat { $approval } genehmigt
activity-approval-no = { $who } hat { $approval } abgelehnt
activity-approval-yes-for = { $who } hat { $approval } in Vertretung von { $names } genehmigt
activity-approval-no-for = { $who } hat { $approval } in Vertretung von { $names } abgelehnt
activity-approval-reminded = An { $approval } erinnert: { $names }
activity-approval-granted = { $approval } ist genehmigt
activity-approval-rejected = { $approval } ist abgelehnt
activity-approval-expired = { $approval } ist beendet, niemand hat rechtzeitig geantwortet
activity-approval-cancelled = { $approval } wurde zurückgenommen
notification-approval-asked = Meine Genehmigung wird gebraucht
notification-approval-ended = Eine Genehmigung, die ich angefragt habe oder auf die ich warte, ist beendet
told-approval-asked = { $who } bittet um Ihre Genehmigung
told-approval-ended = Eine Genehmigung ist beendet
event-approval-granted = eine Genehmigung wurde erteilt
event-approval-rejected = eine Genehmigung wurde abgelehnt
event-approval-expired = eine Genehmigung wurde nicht rechtzeitig beantwortet
action-ask-approval = fragt eine Genehmigung an
condition-approver = Wer um Genehmigung gebeten ist und noch nicht geantwortet hat
condition-approval = Wie es um die angefragte Genehmigung steht
meaning-approver = um Genehmigung gebeten
meaning-approval = Genehmigung
meaning-pending = offen
meaning-approved = genehmigt
meaning-rejected = abgelehnt
meaning-expired = abgelaufen
policy-fault-approval-steps = Eine Genehmigung hat 1 bis 10 Schritte und fragt in jedem jemanden: 1 bis 50 Angaben.
policy-fault-approval-needs = Ein Schritt braucht 1 bis 100 Prozent der Gefragten, oder mindestens 1 und nicht mehr, als er fragt.
policy-fault-wait = Warten Sie 1 bis 8.784 Stunden, nach einem Kalender, den es gibt.
refusal-approval = Eine Genehmigung „{ $value }“ gibt es hier nicht.
refusal-approval-of-done = An diesem Ticket ist nichts mehr zu tun. Öffnen Sie es wieder, um eine Genehmigung anzufragen.
refusal-approvals-full = Ein Ticket hat höchstens { $value } Genehmigungen.
refusal-nobody-to-ask = Schritt { $step } kann nicht gefragt werden: { $why }.
refusal-approval-over = Diese Genehmigung ist schon beendet.
refusal-not-asked = Sie sind jetzt nicht um diese Genehmigung gebeten.
refusal-decided-already = Ihre Antwort ist schon da. Bitten Sie die Person, die angefragt hat, die Anfrage zurückzunehmen.
refusal-own-approval = Das Ticket ist Ihres; jemand anderes muss es genehmigen.
refusal-rejection-reason = Sagen Sie im Kommentar, warum Sie ablehnen.
refusal-approval-comment = Ein Kommentar hat höchstens { $value } Zeichen.
refusal-answer-of-another = Eine Antwort kann nur zurücknehmen, wer sie gegeben hat.
admin-approvals = Genehmigungen
admin-approvals-about = Was genehmigt werden muss, von wem und in welcher Reihenfolge.
admin-approvals-intro = Eine Genehmigung hat Schritte, einen nach dem anderen; wer in einem Schritt gefragt ist, antwortet neben den anderen. Regeln fragen eine Genehmigung mit ihrem Schlüssel an: ask_approval = "…". Agenten fragen sie auf der Seite eines Tickets an.
approvals-text = Genehmigungen als Text
approvals-text-hint = Ein Abschnitt [[approvals]] für jede mit key und label, und ein Abschnitt [[approvals.steps]] für jeden Schritt. ask = ["manager", "service_owner", {"{ person = \"ada@example.com\" }"}, {"{ role = \"lead\" }"}, {"{ members = 3 }"}, {"{ leads = 3 }"}], needs = "all", "any", {"{ at_least = 2 }"} oder {"{ percent = 50 }"}, veto = true, skip_if_nobody = true. Für das Ganze: text = "…", remind_after = {"{ hours = 24, calendar = \"office\" }"}, expires_after = {"{ hours = 120 }"}, own = true.
availability-substitute = Vertretung
availability-substitute-hint = Wer während Ihrer Abwesenheit auch um Genehmigungen gebeten wird.
availability-substitute-wrong = Nennen Sie jemanden, der hier aktiv ist, mit der E-Mail-Adresse.
