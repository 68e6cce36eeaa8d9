package weft.scenario.validate;

import static weft.scenario.validate.Findings.grouped;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import weft.scenario.spec.Catalogue;
import weft.scenario.spec.FabricFacts;
import weft.scenario.spec.JobPlaces;
import weft.scenario.spec.JobSpec;
import weft.scenario.spec.WorkloadSpec;
import weft.sim.fabric.Fabric;

/** Rules of several jobs: each has a name and GPUs of its own, and is sound by itself. */
final class JobRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");

  /** Each is simulated with the others and once more alone. */
  private static final int MOST_JOBS = 100;

  private final List<JobSpec> jobs;
  private final Findings findings;

  private JobRules(List<JobSpec> jobs, Findings findings) {
    this.jobs = jobs;
    this.findings = findings;
  }

  static void apply(WorkloadSpec.Jobs spec, ScenarioRules.Workload on, Findings findings) {
    if (!findings.sound("workload.jobs") && spec.jobs().isEmpty()) {
      return;
    }
    JobRules rules = new JobRules(spec.jobs(), findings);
    rules.names();
    JobPlaces places = null;
    boolean arePlacesSound = true;
    for (int job = 0; job < rules.jobs.size(); job++) {
      arePlacesSound &= rules.size(job);
    }
    if (on.facts().isPresent() && on.hardware().isPresent() && arePlacesSound) {
      Fabric fabric = on.hardware().get().compiled(on.scenario().fabric());
      places = JobPlaces.of(rules.jobs, fabric, on.scenario().seed());
      for (JobPlaces.Fault fault : places.faults()) {
        String key = fault.key().isEmpty() ? "" : "." + fault.key();
        findings.error(Findings.jobPath(fault.job()) + key, fault.message());
      }
    }
    for (int job = 0; job < rules.jobs.size(); job++) {
      rules.workload(job, places, on);
    }
    if (places != null && !findings.hasErrors()) {
      rules.flows(places, on);
    }
  }

  /** What holds of flows in a scenario in which all else is in order. */
  private void flows(JobPlaces places, ScenarioRules.Workload on) {
    Catalogue hardware = on.hardware().orElse(on.catalogue());
    for (int job = 0; job < jobs.size(); job++) {
      if (jobs.get(job).workload() instanceof WorkloadSpec.Flows flows) {
        FlowRules.cutOff(flows, places.gpus(job), on.scenario(), hardware, findings.ofJob(job));
      }
    }
    for (int job = 0; job < jobs.size() && !findings.hasErrors(); job++) {
      if (jobs.get(job).workload() instanceof WorkloadSpec.Flows flows) {
        FlowRules.idleCaps(
            flows, OptionalInt.of(job), on.scenario(), hardware, findings.ofJob(job));
      }
    }
  }

  private void names() {
    Set<String> seen = new HashSet<>();
    for (int job = 0; job < jobs.size(); job++) {
      String path = Findings.jobPath(job) + ".name";
      String name = jobs.get(job).name();
      if (!findings.sound(path)) {
        continue;
      }
      if (!NAME.matcher(name).matches()) {
        findings.error(
            path,
            "has to be of letters, digits, '-', '_' and '.', at most 40 of them. Maybe job-%d."
                .formatted(job + 1));
      } else if (!seen.add(name)) {
        findings.error(path, "%s is the name of another job. Maybe %s-2.".formatted(name, name));
      }
    }
    if (jobs.size() > MOST_JOBS) {
      findings.error(
          "workload.jobs",
          "are %s, but at most %s can be simulated, each with the others and alone. Maybe fewer."
              .formatted(grouped(jobs.size()), grouped(MOST_JOBS)));
    }
  }

  /** Whether it is known how many GPUs a job has. */
  private boolean size(int job) {
    JobSpec spec = jobs.get(job);
    String path = Findings.jobPath(job);
    if (!findings.sound(path)) {
      return false;
    }
    if (spec.gpus() != null) {
      String named = "is not needed: gpus names them all. Maybe leave it out.";
      if (spec.firstGpu() != null) {
        findings.error(path + ".first-gpu", named);
      }
      if (spec.gpuCount() != null) {
        findings.error(path + ".gpu-count", named);
      }
    }
    if (spec.gpus() != null || spec.firstGpu() != null) {
      findings.noEffect(path + ".allocation", "the job names its GPUs");
    }
    if (spec.gpusWanted() == null) {
      findings.error(path, "does not say how many GPUs it has. Maybe gpu-count: 8.");
      return false;
    }
    return inside(job);
  }

  /** In a job, GPUs are not named in its workload. */
  private boolean inside(int job) {
    WorkloadSpec.OfJob workload = jobs.get(job).workload();
    String key =
        workload instanceof WorkloadSpec.Training training && training.gpus() != null
            ? "workload.training.gpus"
            : workload instanceof WorkloadSpec.Collective collective && collective.gpus() != null
                ? "workload.collective.gpus"
                : "";
    if (!key.isEmpty()) {
      findings
          .ofJob(job)
          .error(key, "stands beside the workload of a job, not in it. Maybe jobs: gpus.");
    }
    return key.isEmpty();
  }

  private void workload(int job, @Nullable JobPlaces places, ScenarioRules.Workload on) {
    JobSpec spec = jobs.get(job);
    Integer gpus = spec.gpusWanted();
    if (!findings.sound(Findings.jobPath(job) + ".workload")) {
      return;
    }
    Optional<FabricFacts> facts =
        gpus == null ? Optional.empty() : on.facts().map(all -> all.withGpus(gpus));
    int[] ofJob = places == null ? new int[0] : places.gpus(job);
    if (places != null && ofJob.length == 0) {
      return;
    }
    ScenarioRules.workload(
        spec.workload(),
        ofJob,
        new ScenarioRules.Workload(
            on.scenario(), facts, on.hardware(), on.catalogue(), on.memory()),
        findings.ofJob(job));
    if (spec.workload() instanceof WorkloadSpec.Flows flows) {
      FlowRules.starts(flows, spec.startPs(), findings.ofJob(job));
    }
  }
}
