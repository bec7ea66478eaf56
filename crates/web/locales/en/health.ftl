## How services are
nav-health = Health of services
health-lead = What you say here, everybody reads in the portal, at once.
health-how = How it is
health-text = What everybody should know
health-latest = Said lately
health-by = By
health-from = From
health-until = Until
health-too-long = Say it in at most 500 characters.
health-empty-title = No services yet
health-empty-text = Once there are services, you can say here how well they work.
done-health = Said. The portal shows it.
