"""Where a training runs: on one device, on all devices of a machine, or on many machines; `tf.distribute` does it."""

from __future__ import annotations

import os
from typing import Any

import tensorflow as tf

from archspec.training.errors import TrainingError

KINDS = ("mirrored", "multiworker")
#: How a pod of Kubernetes is told which pods train with it (`job-name=train`), and its own address.
_LABEL, _ADDRESS = "ARCHSPEC_POD_LABEL", "POD_IP"
_PORT = 8470


def find_cluster(kind: str | None) -> Any:
    """What tells which machines train together: TF_CONFIG, else Slurm, else Kubernetes; None where one trains alone.

    Raises:
        TrainingError: nothing tells.
    """
    if kind != "multiworker":
        return None
    resolvers = tf.distribute.cluster_resolver
    if os.environ.get("TF_CONFIG"):
        return _with_workers(resolvers.TFConfigClusterResolver())
    if "SLURM_PROCID" in os.environ:
        return _with_workers(_of_slurm())
    if "KUBERNETES_SERVICE_HOST" in os.environ and os.environ.get(_LABEL):
        return _of_kubernetes()
    raise TrainingError(
        "nothing tells which machines train together: set TF_CONFIG, run under Slurm, or in Kubernetes with "
        f"{_LABEL} and {_ADDRESS} (docs/training.md); to try it on this machine: --workers 2"
    )


def _of_slurm() -> Any:
    """The tasks of this job step, with a share of the GPUs each where there are any."""
    resolver = tf.distribute.cluster_resolver.SlurmClusterResolver
    if tf.config.list_physical_devices("GPU"):
        return resolver()
    # It deals out GPUs to find its tasks; without one, as many are pretended.
    tasks = int(os.environ.get("SLURM_STEP_NUM_TASKS") or os.environ.get("SLURM_NTASKS") or 1)
    return resolver(gpus_per_node=tasks, gpus_per_task=1, auto_set_gpu=False)


def _with_workers(resolver: Any) -> Any:
    try:
        workers = resolver.cluster_spec().as_dict().get("worker", [])
    except Exception as error:
        # A resolver takes what it finds in the environment, and fails as it falls.
        raise TrainingError(f"the cluster can't be found: {error}") from None
    if not workers:
        raise TrainingError("the cluster has no 'worker'")
    return resolver


def _of_kubernetes() -> Any:
    """The pods that have the label; this one is known by its address."""
    resolvers = tf.distribute.cluster_resolver
    try:
        spec = resolvers.KubernetesClusterResolver({"worker": [os.environ[_LABEL]]}, _PORT).cluster_spec()
    except ImportError:
        raise TrainingError("finding pods needs the package kubernetes: pip install kubernetes") from None
    workers = sorted(spec.as_dict().get("worker", []))
    own = f"{os.environ.get(_ADDRESS)}:{_PORT}"
    if own not in workers:
        raise TrainingError(f"no pod of this cluster is {own}: {', '.join(workers) or 'there is none'}")
    cluster = tf.train.ClusterSpec({"worker": workers})
    return resolvers.SimpleClusterResolver(cluster, task_type="worker", task_id=workers.index(own), rpc_layer="grpc")


def is_chief(cluster: Any) -> bool:
    """Whether this process is the one that writes: the first worker, or one that trains alone."""
    return (
        cluster is None
        or cluster.task_type == "chief"
        or (cluster.task_id == 0 and "chief" not in cluster.cluster_spec().jobs)
    )


def make_strategy(kind: str | None, cluster: Any) -> tf.distribute.Strategy:
    """The strategy of a sort; with several machines, it waits until all of them are there.

    Raises:
        TrainingError: they can't come together.
    """
    if kind == "mirrored":
        return tf.distribute.MirroredStrategy()
    if kind == "multiworker":
        try:
            return tf.distribute.MultiWorkerMirroredStrategy(cluster_resolver=cluster)
        except (tf.errors.OpError, ValueError, RuntimeError) as error:
            raise TrainingError(f"the workers can't come together: {str(error).splitlines()[0]}") from None
    return tf.distribute.get_strategy()


def meet(strategy: tf.distribute.Strategy) -> None:
    """Waits until all processes are here: none ends while another one still writes."""
    if strategy.cluster_resolver is None:
        return

    def one() -> Any:
        return tf.constant(1.0)

    @tf.function
    def together() -> Any:
        return strategy.reduce(tf.distribute.ReduceOp.SUM, strategy.run(one), axis=None)

    together()
