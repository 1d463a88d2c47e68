# Experiment: every tabular set of the shared data, converted where it is not CSV already and trained on with one line each.
name=recipes
. "$here/common.sh"
if test -z "$data"; then
    echo "experiment $name: needs DATA with the data sets, skipped" >&2
    exit 0
fi

now() { date +%s.%N | sed 's/\.%*N$//'; }

# recipe NAME METRIC FILE: a part that runs the recipe read from standard input, in which mtl is the command and $DATA the
# folder with the data sets, and measures the model that it leaves. FILE is what it needs.
recipe() {
    cat >"$work/recipe"
    if ! test -e "$data/$3"; then
        echo "experiment $name: without $3, $1 skipped" >&2
        return 0
    fi
    begin "$1" || return 0
    from=$(now)
    if ! (mtl() { "$mtl" "$@" -q; } && DATA=$data && . "$work/recipe") 2>"$work/errors"; then
        cat "$work/errors" >&2
        exit 1
    fi
    measure "$1" 0 seconds "$(awk -v from="$from" -v to="$(now)" 'BEGIN { printf "%.3g\n", to - from }')"
    measure "$1" 0 tasks "$("$mtl" inspect model --list-tasks -q | awk 'END { print NR - 1 }')"
    measure "$1" 0 "test $2" "$(test_metric model "$2")"
    finish
}

recipe har error har66.csv.gz <<'R'
mtl train "$DATA/har66.csv.gz" --task subject --target activity --positive 4 --split 0.8,0.1,0.1 --standardize pooled -o model
R
recipe school rmse school.csv.gz <<'R'
mtl train "$DATA/school.csv.gz" --task school --target score --split 0.6,0.2,0.2 --standardize pooled -o model
R
recipe pendigits error pendigits_writers.csv.gz <<'R'
mtl train "$DATA/pendigits_writers.csv.gz" --task writer --target digit --features p1:p16 --rows-per-task 80 \
    --split 0.6,0.2,0.2 --standardize pooled --shared-ridge 0.01 -o model
R
recipe office error office_caltech_surf.csv.gz <<'R'
mtl train "$DATA/office_caltech_surf.csv.gz" --task domain --target label --features 's*' --split 0.6,0.2,0.2 \
    --standardize pooled --pca 50 --shared-ridge 0.01 -o model
R
recipe celeba error celeba_attr01.csv.gz <<'R'
mtl train "$DATA/celeba_attr01.csv.gz" --split partition --lambda 0.01 -o model \
    --targets Attractive,Bangs,Eyeglasses,Heavy_Makeup,Male,Mustache,Smiling,Wearing_Hat,Young
R
recipe chestxray14 auc chestxray14_labels.csv.gz <<'R'
mtl train "$DATA/chestxray14_labels.csv.gz" --targets Atelectasis,Effusion,Infiltration,Mass,Nodule,Pneumonia,Edema \
    --split split --lambda 0.01 -o model
R
recipe yeast error Yeast.arff.gz <<'R'
mtl convert "$DATA/Yeast.arff.gz" --labels-last 14 -o yeast &&
    mtl train yeast --split 0.6,0.2,0.2 --standardize pooled -o model
R
recipe emotions error Emotions.arff.gz <<'R'
mtl convert "$DATA/Emotions.arff.gz" --labels-last 6 -o emotions &&
    mtl train emotions --split 0.6,0.2,0.2 --standardize pooled -o model
R
recipe amazon error amazon_reviews_svmlight.tar.gz <<'R'
tar -xzf "$DATA/amazon_reviews_svmlight.tar.gz" &&
    mtl convert books_train.svmlight dvd_train.svmlight electronics_train.svmlight kitchen_train.svmlight \
        --split-from-names -o amazon &&
    mtl train amazon --features f0:f399 --split 0.6,0.2,0.2 -o model
R
recipe sentences error sentences.tar.gz <<'R'
tar -xzf "$DATA/sentences.tar.gz" &&
    mtl convert MR=rt-polarity.all SUBJ=subj.all CR=custrev.all MPQA=mpqa.all SST=stsa.binary.train \
        --encoding MR=ISO-8859-1,SUBJ=ISO-8859-1 --embedding "$DATA/glove100_sentvocab.txt.gz" --wide \
        -o sentences.csv &&
    mtl train sentences.csv --targets MR,SUBJ,CR,MPQA,SST --split 0.6,0.2,0.2 --standardize pooled -o model
R
recipe trec error sentences.tar.gz <<'R'
tar -xzf "$DATA/sentences.tar.gz" &&
    mtl convert TREC=TREC.train.all --encoding ISO-8859-1 --embedding "$DATA/glove100_sentvocab.txt.gz" -o trec &&
    mtl train trec --split 0.6,0.2,0.2 --standardize pooled -o model
R
recipe etth1 rmse ETTh1.csv.gz <<'R'
mtl convert "$DATA/ETTh1.csv.gz" --window 96 --horizon 1 --split 0.6,0.2,0.2 -o windows &&
    mtl train windows --standardize pooled -o model
R
recipe ettm1 rmse ETTm1.csv.gz <<'R'
mtl convert "$DATA/ETTm1.csv.gz" --window 96 --horizon 1 --step 4 --split 0.6,0.2,0.2 -o windows &&
    mtl train windows --standardize pooled -o model
R
recipe fashion-mnist error fashion-mnist-t10k-images-idx3-ubyte.gz <<'R'
mtl convert "$DATA/fashion-mnist-t10k-images-idx3-ubyte.gz" "$DATA/fashion-mnist-t10k-labels-idx1-ubyte.gz" --flat -o images &&
    mtl train images --split 0.6,0.2,0.2 --pca 50 --standardize pooled --shared-ridge 0.01 -o model
R

# Better than the most frequent class, or the mean, by so much that a recipe which takes wrong columns does not hold.
summary <<B
har,test error,each,<=0.03
school,test rmse,each,<=11
pendigits,test error,each,<=0.05
office,test error,each,<=0.45
celeba,test error,each,<=0.14
chestxray14,test auc,each,>=0.52
yeast,test error,each,<=0.23
emotions,test error,each,<=0.25
amazon,test error,each,<=0.25
sentences,test error,each,<=0.25
trec,test error,each,<=0.45
etth1,test rmse,each,<=1.4
ettm1,test rmse,each,<=1
fashion-mnist,test error,each,<=0.25
B
