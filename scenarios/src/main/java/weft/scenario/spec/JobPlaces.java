package weft.scenario.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import weft.sim.fabric.Fabric;
import weft.sim.workload.Shuffle;

/**
 * The GPUs of each of several jobs: first of those that name theirs, then of those in order, of
 * those on nodes anywhere, and last of those anywhere.
 */
public final class JobPlaces {

  /**
   * Something that keeps a job from its GPUs: the key that is to blame, empty for the whole job.
   */
  public record Fault(int job, String key, String message) {}

  private static final int FREE = -1;

  private final List<JobSpec> jobs;
  private final Fabric fabric;
  private final long seed;
  private final int[] jobOfGpu;
  private final int[][] places;
  private final List<Fault> faults = new ArrayList<>();

  private JobPlaces(List<JobSpec> jobs, Fabric fabric, long seed) {
    this.jobs = jobs;
    this.fabric = fabric;
    this.seed = seed;
    jobOfGpu = new int[fabric.endpointCount()];
    Arrays.fill(jobOfGpu, FREE);
    places = new int[jobs.size()][];
    Arrays.fill(places, new int[0]);
  }

  /**
   * Finds a place for each job.
   *
   * @param seed of what is random
   */
  public static JobPlaces of(List<JobSpec> jobs, Fabric fabric, long seed) {
    JobPlaces found = new JobPlaces(jobs, fabric, seed);
    for (int job = 0; job < jobs.size(); job++) {
      if (found.isNamed(job)) {
        found.named(job);
      }
    }
    for (Allocation allocation : Allocation.values()) {
      for (int job = 0; job < jobs.size(); job++) {
        if (!found.isNamed(job) && jobs.get(job).allocation() == allocation) {
          found.allocate(job, allocation);
        }
      }
    }
    return found;
  }

  /** The GPUs of a job, in the order of its ranks; none if it found no place. */
  public int[] gpus(int job) {
    return places[job].clone();
  }

  /** Why jobs found no place, in the order of the jobs. */
  public List<Fault> faults() {
    return faults.stream().sorted((one, other) -> Integer.compare(one.job, other.job)).toList();
  }

  private boolean isNamed(int job) {
    return jobs.get(job).gpus() != null || jobs.get(job).firstGpu() != null;
  }

  private void named(int job) {
    List<Integer> listed = jobs.get(job).gpus();
    Integer first = jobs.get(job).firstGpu();
    Integer wanted = jobs.get(job).gpusWanted();
    if (listed != null) {
      List<String> keys = IntStream.range(0, listed.size()).mapToObj(i -> "gpus." + i).toList();
      take(job, listed.stream().mapToInt(Integer::intValue).toArray(), keys);
    } else if (first != null && wanted != null) {
      int most = jobOfGpu.length;
      if ((long) first + wanted > most) {
        fault(
            job,
            "first-gpu",
            first >= most
                ? "is %s, but the fabric has the GPUs 0 … %s. Maybe %d."
                    .formatted(grouped(first), grouped(most - 1), Math.max(0, most - wanted))
                : "%s GPUs from %s on are more than the fabric has, %s. Maybe %d."
                    .formatted(
                        grouped(wanted),
                        grouped(first),
                        grouped(most),
                        Math.max(0, most - wanted)));
        return;
      }
      take(job, IntStream.range(first, first + wanted).toArray(), null);
    }
  }

  /**
   * Gives a job its GPUs, if they are free.
   *
   * @param keys of each GPU, the key to blame; null if it is {@code first-gpu} of all
   */
  private void take(int job, int[] gpus, @Nullable List<String> keys) {
    Set<Integer> own = new HashSet<>();
    int before = faults.size();
    for (int i = 0; i < gpus.length && (keys != null || faults.size() == before); i++) {
      String problem = problem(gpus[i], own, gpus.length);
      if (!problem.isEmpty()) {
        fault(job, keys == null ? "first-gpu" : keys.get(i), problem);
      }
    }
    if (faults.size() > before) {
      return;
    }
    for (int gpu : gpus) {
      jobOfGpu[gpu] = job;
    }
    places[job] = gpus;
  }

  /** Why a job cannot have a GPU; empty if it can. */
  private String problem(int gpu, Set<Integer> own, int wanted) {
    if (gpu < 0 || gpu >= jobOfGpu.length) {
      return "is %s, but the fabric has the GPUs 0 … %s. Maybe %d."
          .formatted(grouped(gpu), grouped(jobOfGpu.length - 1), jobOfGpu.length - 1);
    }
    if (!own.add(gpu)) {
      return "is %s, which is in the list already.".formatted(grouped(gpu));
    }
    return jobOfGpu[gpu] == FREE
        ? ""
        : "GPU %s has the job %s already. %s"
            .formatted(grouped(gpu), jobs.get(jobOfGpu[gpu]).name(), advice(wanted));
  }

  /** Where as many GPUs in a row are free, if they are anywhere. */
  private String advice(int wanted) {
    int free = 0;
    for (int gpu = 0; gpu < jobOfGpu.length; gpu++) {
      free = jobOfGpu[gpu] == FREE ? free + 1 : 0;
      if (free == wanted) {
        return "Maybe first-gpu: " + (gpu - wanted + 1) + ".";
      }
    }
    return "Maybe fewer GPUs.";
  }

  private void allocate(int job, Allocation allocation) {
    Integer wanted = jobs.get(job).gpusWanted();
    if (wanted == null) {
      return;
    }
    int[] free = IntStream.range(0, jobOfGpu.length).filter(gpu -> jobOfGpu[gpu] == FREE).toArray();
    if (wanted > free.length) {
      fault(
          job,
          "",
          "needs %s GPUs, but of %s only %s are left by the other jobs. Maybe a fabric of %d GPUs."
              .formatted(
                  grouped(wanted),
                  grouped(jobOfGpu.length),
                  grouped(free.length),
                  jobOfGpu.length + wanted - free.length));
      return;
    }
    int[] chosen =
        switch (allocation) {
          case IN_ORDER -> Arrays.copyOf(free, wanted);
          case RANDOM -> random(free, wanted, seed + job);
          case RANDOM_NODES -> nodes(free, wanted, job);
        };
    if (chosen.length < wanted) {
      fault(
          job,
          "allocation",
          "of whole nodes with all their GPUs free there are only %s GPUs, but %s are wanted. Maybe allocation: random."
              .formatted(grouped(chosen.length), grouped(wanted)));
      return;
    }
    take(job, chosen, null);
  }

  private static int[] random(int[] free, int wanted, long seed) {
    return Arrays.stream(Shuffle.of(free.length, seed))
        .limit(wanted)
        .map(i -> free[i])
        .sorted()
        .toArray();
  }

  /** The GPUs of nodes that are free as a whole; the last node may not be needed to its end. */
  private int[] nodes(int[] free, int wanted, int job) {
    Map<Integer, List<Integer>> ofNode = new LinkedHashMap<>();
    for (int gpu : free) {
      ofNode.computeIfAbsent(fabric.domain(gpu), any -> new ArrayList<>()).add(gpu);
    }
    int[] sizes = new int[jobOfGpu.length];
    for (int gpu = 0; gpu < jobOfGpu.length; gpu++) {
      sizes[fabric.domain(gpu)]++;
    }
    List<List<Integer>> whole =
        ofNode.entrySet().stream()
            .filter(node -> node.getValue().size() == sizes[node.getKey()])
            .map(Map.Entry::getValue)
            .toList();
    List<Integer> drawn = new ArrayList<>();
    int count = 0;
    for (int node : Shuffle.of(whole.size(), seed + job)) {
      if (count < wanted) {
        drawn.add(node);
        count += whole.get(node).size();
      }
    }
    return drawn.stream()
        .sorted()
        .flatMap(node -> whole.get(node).stream())
        .mapToInt(Integer::intValue)
        .limit(wanted)
        .toArray();
  }

  private void fault(int job, String key, String message) {
    faults.add(new Fault(job, key, message));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
