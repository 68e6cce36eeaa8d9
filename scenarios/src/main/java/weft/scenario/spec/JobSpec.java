package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of several jobs. */
@Doc(
    "A job of a cluster that has several: its GPUs are its own, the network is not. The report says"
        + " what it loses to the others: how much longer it takes with them than without, on the"
        + " same GPUs.")
public record JobSpec(
    @Key(
            doc = "What to call it in reports: letters, digits, `-`, `_` and `.`, 40 at most.",
            example = "pretraining")
        String name,
    @Key(
            doc = "The numbers of its GPUs, counted from 0, in the order of its ranks.",
            absent = "as `first-gpu`, `gpu-count` and `allocation` say",
            example = "[0-63, 72]")
        @Ranges
        @Nullable List<Integer> gpus,
    @Key(
            doc = "The first of its GPUs; the others follow it.",
            absent = "as `allocation` says",
            example = "512",
            min = 0)
        @Nullable Integer firstGpu,
    @Key(
            doc = "How many GPUs it has.",
            absent = "as many as its workload needs, if that says so",
            example = "512",
            min = 1)
        @Nullable Integer gpuCount,
    @Key(
            doc = "Which of the GPUs that no other job names it gets, if it names none.",
            defaultText = "in-order")
        Allocation allocation,
    @Key(
            doc =
                "How often it does its workload in a row. Times in the report are means of one;"
                    + " those of a model that is served are those of the first.",
            defaultText = "1",
            example = "3",
            min = 1,
            max = 10_000)
        int repeat,
    @Key(
            doc = "When it starts: until then its GPUs do nothing.",
            defaultText = "0s",
            example = "2ms")
        long startPs,
    @Key(doc = "What it does.") WorkloadSpec.OfJob workload) {

  /** How many GPUs it has, as far as it says itself; null if it does not. */
  public @Nullable Integer gpusWanted() {
    if (gpus != null) {
      return gpus.size();
    }
    if (gpuCount != null) {
      return gpuCount;
    }
    Long needed = needed();
    return needed == null ? null : Math.toIntExact(Math.min(needed, Integer.MAX_VALUE));
  }

  private @Nullable Long needed() {
    if (workload instanceof WorkloadSpec.Training training) {
      return training.parallelism().ranks();
    }
    if (workload instanceof Inference inference) {
      Inference.Disaggregated apart = inference.disaggregated();
      if (apart != null) {
        return (long) apart.prefillGpus() + apart.decodeGpus();
      }
      return inference.replicas() == null
          ? null
          : Long.valueOf(inference.replicas() * inference.split().ranks());
    }
    Integer ranks = workload instanceof WorkloadSpec.Collective spec ? spec.ranks() : null;
    return ranks == null ? null : Long.valueOf(ranks);
  }
}
